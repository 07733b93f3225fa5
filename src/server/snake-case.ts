import type { PlainData } from '../datastore/typed-value.ts';

/** Members whose keys are names chosen by users. */
const MAPS: ReadonlySet<string> = new Set(['projectRoles']);

/** Deeper than any record of a server. */
const MAX_DEPTH = 50;

/** Renames the keys of a server's record as the Python client does: `jobStatus` becomes `job_status`. */
export function snakeCased(data: unknown, depth = 0): PlainData {
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(data)) return data.map((value) => snakeCased(value, depth + 1));
  if (typeof data !== 'object' || data === null) return data as PlainData;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      MAPS.has(key) ? (value as PlainData) : snakeCased(value, depth + 1),
    ]),
  );
}
