import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedValue } from '../datastore/typed-value.ts';
import type { ArtifactReader } from '../job/instance.ts';
import { Content, type StoredContent } from './content.ts';
import { StarwhaleObject, type Value } from './value.ts';

/**
 * An artifact: an Image, Audio, Video, Text, Binary or NumpyBinary whose content was stored beside the table.
 *
 * @example
 * ```ts
 * import { Artifact, job } from 'swjob';
 *
 * for await (const { img } of job('irti').getTableRows('objects', { columns: ['img'], limit: 1 })) {
 *   if (img instanceof Artifact) console.log(img.displayName, img.mimeType, img.dtype); // one.png image/png uint8
 * }
 * ```
 */
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

/**
 * An image, in the format that `mimeType` names.
 *
 * @example
 * ```ts
 * import { Image, job } from 'swjob';
 *
 * for await (const { img } of job('irti').getTableRows('objects', { columns: ['img'], limit: 1 })) {
 *   if (img instanceof Image) console.log((await img.bytes()).length > 0); // true
 * }
 * ```
 */
export class Image extends Artifact {}
/** An image with one channel. */
export class GrayscaleImage extends Image {}
/**
 * A sound, in the format that `mimeType` names.
 *
 * @example
 * ```ts
 * import { Audio, job } from 'swjob';
 *
 * for await (const { audio } of job('irti').getTableRows('objects', { columns: ['audio'], limit: 1 })) {
 *   if (audio instanceof Audio) console.log(audio.mimeType); // audio/wav
 * }
 * ```
 */
export class Audio extends Artifact {}
/**
 * A film, in the format that `mimeType` names.
 *
 * @example
 * ```ts
 * import { job, Video } from 'swjob';
 *
 * for await (const { video } of job('irti').getTableRows('objects', { columns: ['video'], limit: 1 })) {
 *   if (video instanceof Video) console.log(video.displayName); // v.mp4
 * }
 * ```
 */
export class Video extends Artifact {}
/**
 * A text that was logged as an artifact; one that is long but was logged as a str reads back as a string.
 *
 * @example
 * ```ts
 * import { job, Text } from 'swjob';
 *
 * for await (const { text } of job('irti').getTableRows('objects', { columns: ['text'], limit: 1 })) {
 *   if (text instanceof Text) console.log(await text.text()); // hello text
 * }
 * ```
 */
export class Text extends Artifact {}
/**
 * Bytes that were logged as an artifact; long ones that were logged as bytes read back as a `Uint8Array`.
 *
 * @example
 * ```ts
 * import { Binary, job } from 'swjob';
 *
 * for await (const { bin } of job('irti').getTableRows('objects', { columns: ['bin'], limit: 1 })) {
 *   if (bin instanceof Binary) console.log((await bin.bytes()).length > 0); // true
 * }
 * ```
 */
export class Binary extends Artifact {}
/**
 * A NumPy array: its elements as they lay in memory, of the type `dtype` and in the shape `shape`.
 *
 * @example
 * ```ts
 * import { job, NumpyBinary } from 'swjob';
 *
 * for await (const { np } of job('irti').getTableRows('objects', { columns: ['np'], limit: 1 })) {
 *   if (np instanceof NumpyBinary) console.log(np.dtype, new Int16Array((await np.bytes()).slice().buffer).length > 0); // int16 true
 * }
 * ```
 */
export class NumpyBinary extends Artifact {}

/**
 * A reference to content: of an artifact, or to anything that its writer named by a URI.
 *
 * @example
 * ```ts
 * import { job, Link } from 'swjob';
 *
 * for await (const { link } of job('irti').getTableRows('objects', { columns: ['link'], limit: 1 })) {
 *   if (link instanceof Link) console.log(link.uri, link.offset, link.size); // s3://bucket/key.bin 3 9
 * }
 * ```
 */
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

/**
 * A box in an image, in pixels.
 *
 * @example
 * ```ts
 * import { BoundingBox, job } from 'swjob';
 *
 * for await (const { box } of job('irti').getTableRows('objects', { columns: ['box'], limit: 1 })) {
 *   if (box instanceof BoundingBox) console.log(box.x, box.y, box.width, box.height); // 1 2 3.5 4
 * }
 * ```
 */
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

/**
 * A point in an image, in pixels.
 *
 * @example
 * ```ts
 * import { job, Line, Point } from 'swjob';
 *
 * for await (const { line } of job('irti').getTableRows('objects', { columns: ['line'], limit: 1 })) {
 *   const [first] = line instanceof Line ? line.points : [];
 *   if (first instanceof Point) console.log(typeof first.x, typeof first.y); // number number
 * }
 * ```
 */
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

/**
 * A line through points.
 *
 * @example
 * ```ts
 * import { job, Line } from 'swjob';
 *
 * for await (const { line } of job('irti').getTableRows('objects', { columns: ['line'], limit: 1 })) {
 *   if (line instanceof Line) console.log(line.points.length > 0); // true
 * }
 * ```
 */
export class Line extends StarwhaleObject {
  /** The points in their order, each a `Point`. */
  get points(): readonly Value[] {
    return this.listAt('points');
  }
}

/**
 * A closed line through points.
 *
 * @example
 * ```ts
 * import { job, Polygon } from 'swjob';
 *
 * for await (const { poly } of job('irti').getTableRows('objects', { columns: ['poly'], limit: 1 })) {
 *   if (poly instanceof Polygon) console.log(poly.points.length > 0); // true
 * }
 * ```
 */
export class Polygon extends StarwhaleObject {
  /** The corners in their order, each a `Point`. */
  get points(): readonly Value[] {
    return this.listAt('points');
  }
}

/**
 * The names of the classes of a classification.
 *
 * @example
 * ```ts
 * import { ClassLabel, job } from 'swjob';
 *
 * for await (const { cls } of job('irti').getTableRows('objects', { columns: ['cls'], limit: 1 })) {
 *   if (cls instanceof ClassLabel) console.log(cls.names.length > 0); // true
 * }
 * ```
 */
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
