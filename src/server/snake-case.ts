import type { PlainData } from '../datastore/typed-value.ts';

/** Whose keys are names that users gave, not the server's own words. */
const MAPS: ReadonlySet<string> = new Set(['projectRoles']);

/** Deeper than any record of a server's. */
const MAX_DEPTH = 50;

/** A server's record with the names that the Python client gives its keys: `jobStatus` is `job_status`. */
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
