import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedValue } from '../datastore/typed-value.ts';
import type { ArtifactReader } from '../job/instance.ts';
import {
  BoundingBox,
  BoundingBox3D,
  ClassLabel,
  COCOObjectAnnotation,
  JsonDict,
  Line,
  Point,
  Polygon,
  Sequence,
} from './annotations.ts';
import { Audio, Binary, GrayscaleImage, Image, Link, NumpyBinary, Text, Video } from './artifacts.ts';
import type { Content, StoredContent } from './content.ts';
import { StarwhaleObject, type Value } from './value.ts';

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

/** Makes the object of the class that its Python type names; a `StarwhaleObject` for unknown types. */
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
