import { calledNow } from './called.ts';
import { jsonText } from './json-text.ts';

/**
 * A value as JSON, as `swjob … -o json` prints it: rows, values, jobs, errors, comparisons, and whatever is made of them.
 * Unlike `JSON.stringify` it keeps every digit of a bigint, and knows what JSON has no form for: NaN and the infinities
 * are strings, bytes base64, dates ISO 8601; a Map is an object where all its keys are strings, else an array of pairs; an
 * object of a Python class has its attributes and `_python_type`.
 *
 * @param value what to print; functions, symbols and `undefined` are left out of objects, and null in arrays
 * @throws {@link SwjobError} `usage` for what is nested in itself, or deeper than 1000 levels
 *
 * @example
 * ```ts
 * import { job, toJson } from 'swjob';
 *
 * for await (const row of job('irti').getTableRows('objects', { columns: ['id', 'box'], limit: 1 })) {
 *   console.log(toJson(row)); // {"id":1,"box":{"_type":"bounding_box","x":1,"y":2,"width":3.5,"height":4,"_python_type":"starwhale.base.data_type.BoundingBox"}}
 * }
 * console.log(toJson({ big: 2n ** 63n, loss: Number.NaN })); // {"big":9223372036854775808,"loss":"NaN"}
 * ```
 */
export function toJson(value: unknown): string {
  return calledNow({ name: 'toJson', of: toJson }, () => jsonText(value) ?? 'null');
}
