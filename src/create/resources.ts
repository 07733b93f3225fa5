import { isObject, own } from '../datastore/schema.ts';
import { type SwjobError, usageError } from '../errors.ts';
import { show } from '../text/show.ts';

/** A resource of a step, as a Server takes it: memory in bytes, processors, or graphics cards. */
export interface ResourceSpec {
  readonly type: 'memory' | 'cpu' | 'nvidia.com/gpu';
  readonly request: number;
  readonly limit: number;
}

const KINDS = ['memory', 'cpu', 'nvidia.com/gpu'] as const;
const UNIT_LETTERS = 'kmgtp';
const MEMORY_HINT =
  'Use a number of bytes, or text such as 512MiB, 4GiB or 2G (1000ⁿ: k, m, g, …; 1024ⁿ: Ki, Mi, Gi, …).';

/**
 * Parses the resources of a step: `{"memory": "4GiB", "cpu": 1, "nvidia.com/gpu": 1}`. Each is a value, which sets
 * request and limit, or `{"request", "limit"}`, where one defaults to the other. A value without a mapping is memory.
 */
export function resourceSpecs(resources: unknown, step: string): readonly ResourceSpec[] {
  if (typeof resources === 'string' || typeof resources === 'number') {
    return [specOf('memory', resources, `the memory of ${step}`)];
  }
  if (!isObject(resources)) {
    throw usageError(
      `the resources of ${step} must be a mapping or an amount of memory`,
      'For example: {"memory": "4GiB", "cpu": 2, "nvidia.com/gpu": 1}',
    );
  }
  return Object.keys(resources).map((name) => {
    const type = KINDS.find((kind) => kind === name);
    if (type !== undefined) return specOf(type, own(resources, name), `the ${name} of ${step}`);
    throw usageError(
      `the resources of ${step} have an unknown field ${show(name)}`,
      `Known fields: ${KINDS.join(', ')}`,
    );
  });
}

function specOf(type: ResourceSpec['type'], value: unknown, what: string): ResourceSpec {
  if (!isObject(value)) {
    const amount = amountOf(type, value, what);
    return { type, request: amount, limit: amount };
  }
  for (const name of Object.keys(value)) {
    if (name === 'request' || name === 'limit') continue;
    throw usageError(`${what} has an unknown field ${show(name)}`, 'Known fields: request, limit');
  }
  const [asked, most] = [own(value, 'request'), own(value, 'limit')];
  if (asked === undefined && most === undefined) throw usageError(`${what} has neither a request nor a limit`);
  const request = amountOf(type, asked ?? most, `the request in ${what}`);
  const limit = amountOf(type, most ?? asked, `the limit in ${what}`);
  if (request > limit) throw usageError(`${what} has a request above its limit: ${request} > ${limit}`);
  return { type, request, limit };
}

function amountOf(type: ResourceSpec['type'], value: unknown, what: string): number {
  if (type === 'memory') return typeof value === 'string' ? bytesOf(value, what) : number(value, what, MEMORY_HINT);
  const amount = number(value, what, type === 'cpu' ? 'Use a number such as 0.5 or 4.' : 'Use a whole number.');
  if (type === 'nvidia.com/gpu' && !Number.isInteger(amount)) throw notAmount(what, value, 'Use a whole number.');
  return amount;
}

function number(value: unknown, what: string, hint: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw notAmount(what, value, hint);
}

/** Parses `4GiB`, `1.5 g` or `500` to whole bytes. */
function bytesOf(text: string, what: string): number {
  const [, amount, letter = '', binary] = /^\s*(\d{1,15}(?:\.\d{1,15})?)\s*(?:([kmgtp])(i)?b?)?\s*$/i.exec(text) ?? [];
  const power = letter === '' ? 0 : 1 + UNIT_LETTERS.indexOf(letter.toLowerCase());
  const bytes = Math.floor(Number(amount) * (binary === undefined ? 1000 : 1024) ** power);
  if (!Number.isSafeInteger(bytes)) throw notAmount(what, text, MEMORY_HINT);
  return bytes;
}

function notAmount(what: string, value: unknown, hint: string): SwjobError {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return usageError(`${what} is not a valid amount: ${show(text)}`, hint);
}
