import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedValue } from '../datastore/typed-value.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { Content, type StoredContent } from './content.ts';
import { StarwhaleObject, type Value } from './value.ts';

/** An artifact: an Image, Audio, Video, Text, Binary or NumpyBinary whose content was stored beside the table. */
export class Artifact extends Content {
  /** The name that its writer gave it; '' if it has none. */
  get displayName(): string {
    return this.textAt('display_name');
  }
  /** Such as `image/png`; `x/undefined` where its writer named none. */
  get mimeType(): string {
    return this.textAt('_mime_type');
  }
  /** The sizes of its dimensions, `[]` where its writer named none. */
  get shape(): readonly Value[] {
    return this.listAt('shape');
  }
  /** The name of the NumPy type of its elements, such as `int8`. */
  get dtype(): string {
    return this.textAt('_dtype_name');
  }
}

/** An image, in the format that `mimeType` names. */
export class Image extends Artifact {}
/** An image with one channel. */
export class GrayscaleImage extends Image {}
/** A sound, in the format that `mimeType` names. */
export class Audio extends Artifact {}
/** A film, in the format that `mimeType` names. */
export class Video extends Artifact {}
/** A text that was logged as an artifact; one that is long but was logged as a str reads back as a string. */
export class Text extends Artifact {}
/** Bytes that were logged as an artifact; long ones that were logged as bytes read back as a `Uint8Array`. */
export class Binary extends Artifact {}
/** A NumPy array: its elements as they lay in memory, of the type `dtype` and in the shape `shape`. */
export class NumpyBinary extends Artifact {}

/** A reference to content: of an artifact, or to anything that its writer named by a URI. */
export class Link extends Content {
  /** What it refers to, such as `s3://bucket/key`, or the name of an object of the instance. */
  get uri(): string {
    return this.textAt('uri');
  }
  /** In bytes, from the beginning of what the URI names. */
  get offset(): number {
    return this.numberAt('offset');
  }
  /** In bytes; -1 means to the end. */
  get size(): number {
    return this.numberAt('size');
  }
}

/** A box in an image, in pixels. */
export class BoundingBox extends StarwhaleObject {
  /** Of its left edge. */
  get x(): number {
    return this.numberAt('x');
  }
  /** Of its upper edge. */
  get y(): number {
    return this.numberAt('y');
  }
  /** Its width. */
  get width(): number {
    return this.numberAt('width');
  }
  /** Its height. */
  get height(): number {
    return this.numberAt('height');
  }
}

/** A three-dimensional box in an image, drawn by its two faces. */
export class BoundingBox3D extends StarwhaleObject {
  /** The two faces, each a `BoundingBox`. */
  get faces(): readonly [Value | undefined, Value | undefined] {
    return [this.get('bbox_a'), this.get('bbox_b')];
  }
}

/** A point in an image, in pixels. */
export class Point extends StarwhaleObject {
  /** From the left edge. */
  get x(): number {
    return this.numberAt('x');
  }
  /** From the upper edge. */
  get y(): number {
    return this.numberAt('y');
  }
}

/** A line through points. */
export class Line extends StarwhaleObject {
  /** The points in their order, each a `Point`. */
  get points(): readonly Value[] {
    return this.listAt('points');
  }
}

/** A closed line through points. */
export class Polygon extends StarwhaleObject {
  /** The corners in their order, each a `Point`. */
  get points(): readonly Value[] {
    return this.listAt('points');
  }
}

/** The names of the classes of a classification. */
export class ClassLabel extends StarwhaleObject {
  /** The names, each at the place of its number. */
  get names(): readonly Value[] {
    return this.listAt('names');
  }
}

/** An annotation of the COCO data set; its parts are `attributes`. */
export class COCOObjectAnnotation extends StarwhaleObject {}

/** Attributes that a user gave as a dict. */
export class JsonDict extends StarwhaleObject {}

/** A list or tuple whose items are kept as attributes of a JsonDict. */
export class Sequence extends StarwhaleObject {
  /** The items in their order. */
  get items(): readonly Value[] {
    const data = this.get('data');
    return data instanceof StarwhaleObject ? [...data.attributes.values()] : [];
  }
}

type ObjectClass = new (pythonType: string, attributes: ReadonlyMap<string, Value>) => StarwhaleObject;
type ContentClass = new (pythonType: string, attributes: ReadonlyMap<string, Value>, content: StoredContent) => Content;

const MODULE = 'starwhale.base.data_type.';
const CONTENT_CLASSES: ReadonlyMap<string, ContentClass> = new Map(
  Object.entries({ Image, GrayscaleImage, Audio, Video, Text, Binary, NumpyBinary, Link }),
);
const OBJECT_CLASSES: ReadonlyMap<string, ObjectClass> = new Map(
  Object.entries({
    BoundingBox,
    BoundingBox3D,
    ClassLabel,
    COCOObjectAnnotation,
    JsonDict,
    Line,
    Point,
    Polygon,
    Sequence,
  }),
);

/** The object of the class that its Python type names. */
export function objectOf(
  typed: TypedObject,
  libraryValue: (typed: TypedValue) => Value,
  reader: ArtifactReader,
): StarwhaleObject {
  const { pythonType } = typed;
  const attributes = new Map(Array.from(typed.value, ([name, value]) => [name, libraryValue(value)]));
  const name = pythonType === 'LINK' ? 'Link' : pythonType.startsWith(MODULE) ? pythonType.slice(MODULE.length) : '';
  const contentClass = CONTENT_CLASSES.get(name);
  if (contentClass) {
    return new contentClass(pythonType, attributes, {
      link: linkOf(typed),
      reader,
      encoding: typed.value.get('encoding'),
    });
  }
  return new (OBJECT_CLASSES.get(name) ?? StarwhaleObject)(pythonType, attributes);
}
