import { StarwhaleObject, type Value } from './value.ts';

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
  /** The x coordinate of its left edge. */
  get x(): number {
    return this.numberAt('x');
  }
  /** The y coordinate of its upper edge. */
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

/** A three-dimensional box in an image, given by two of its faces. */
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
  /** The distance from the left edge. */
  get x(): number {
    return this.numberAt('x');
  }
  /** The distance from the upper edge. */
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
  /** The points in order, each a `Point`. */
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
  /** The corners in order, each a `Point`. */
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
  /** The names; a label's number is its index here. */
  get names(): readonly Value[] {
    return this.listAt('names');
  }
}

/** An annotation in the format of the COCO dataset; its fields are in `attributes`. */
export class COCOObjectAnnotation extends StarwhaleObject {}

/** A dict that a user logged; its items are in `attributes`. */
export class JsonDict extends StarwhaleObject {}

/** A list or tuple inside a JsonDict, stored as the attributes of another JsonDict. */
export class Sequence extends StarwhaleObject {
  /** The items in order. */
  get items(): readonly Value[] {
    const data = this.get('data');
    return data instanceof StarwhaleObject ? [...data.attributes.values()] : [];
  }
}
