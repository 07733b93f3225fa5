import type { StandInServer } from '../stand-in.ts';
import { objectOf } from './answer.ts';

/** Calls the API with the token; returns the answer's status, headers and JSON, with `data` unwrapped. */
export async function call(server: StandInServer, method: string, path: string, json?: unknown): Promise<Called> {
  const answer = await fetch(`${server.origin}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' },
    body: json === undefined ? null : JSON.stringify(json),
  });
  const body: unknown = await answer.json();
  return { status: answer.status, headers: answer.headers, body, data: objectOf(body)['data'] };
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly data: unknown;
}
