import { calledNow } from './called.ts';
import { jsonText } from './json-text.ts';

/**
 * Formats a value as JSON, as `swjob … -o json` prints it: rows, values, jobs, errors, comparisons, and arrays and objects
 * of them. Unlike `JSON.stringify` it keeps every digit of a bigint, and has a form for what JSON lacks: NaN and infinities
 * are strings, bytes are base64, dates ISO 8601. A Map is an object if all its keys are strings, else an array of pairs. An
 * object of a Python class has its attributes and `_python_type`. A number does not tell which width it was stored in, so a
 * FLOAT32 of 0.1 is `0.10000000149011612`, where `swjob` prints `0.1`.
 *
 * @param value the value; functions, symbols and `undefined` are omitted from objects, and null in arrays
 * @throws {@link SwjobError} `usage` for a value that contains itself, or is nested more than 1000 levels deep
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
