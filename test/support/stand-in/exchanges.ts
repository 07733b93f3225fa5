import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A request to a real server and its answer, with the host replaced and without credentials. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly contentType: string | null;
    /** Whether a token was sent. */
    readonly authorization: boolean;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string | null;
    readonly body?: unknown;
    readonly bodyBase64?: string;
  };
}

const FILE = new URL('../../server/data/exchanges-all.jsonl.gz', import.meta.url);

/** All recorded exchanges, in the order of the recording file. */
export function recordedExchanges(): readonly Exchange[] {
  const lines = gunzipSync(readFileSync(FILE)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Exchange);
}
