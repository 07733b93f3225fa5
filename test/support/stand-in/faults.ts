import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request as it came in, whether or not it was answered. */
export interface RecordedRequest {
  readonly server: 'api' | 'artifacts';
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Fault {
  /** Replaces the answer; without it, the answer itself is sent, late or truncated. */
  readonly status?: number;
  /** A text as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds before the answer. */
  readonly delay?: number;
  /** Breaks the connection after this many bytes of the body; 0 means before any answer. */
  readonly cutOffAfter?: number;
  /** How often the fault happens; 1 by default. */
  readonly times?: number;
}

/** The requests that a fault affects: part of `METHOD path`, a regular expression for it, or a function. */
export type FaultMatch = string | RegExp | ((request: RecordedRequest) => boolean);

/** Failures that a test plans; the first matching one is used. */
export class Faults {
  private readonly planned: { readonly match: FaultMatch; readonly fault: Fault; left: number }[] = [];

  plan(match: FaultMatch, fault: Fault): void {
    this.planned.push({ match, fault, left: fault.times ?? 1 });
  }

  /** The fault for this request, which then counts as having happened. */
  take(request: RecordedRequest): Fault | null {
    const hit = this.planned.find(({ match, left }) => left > 0 && fits(match, request));
    if (hit === undefined) return null;
    hit.left--;
    return hit.fault;
  }
}

function fits(match: FaultMatch, request: RecordedRequest): boolean {
  if (typeof match === 'function') return match(request);
  const line = `${request.method} ${request.path}`;
  return typeof match === 'string' ? line.includes(match) : match.test(line);
}

/** Waits as the fault says; returns true if the fault has answered or broken the connection itself. */
export async function playFault(fault: Fault, response: ServerResponse): Promise<boolean> {
  if (fault.delay !== undefined) await sleep(fault.delay);
  if (fault.cutOffAfter === 0) {
    response.socket?.destroy();
    return true;
  }
  if (fault.status === undefined) return false;
  const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? null);
  send(response, fault.status, { 'Content-Type': 'application/json', ...fault.headers }, Buffer.from(body), fault);
  return true;
}

/** Sends an answer, possibly truncated by a fault. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  fault: Fault | null,
): void {
  response.writeHead(status, { ...headers, 'Content-Length': String(body.length) });
  if (fault?.cutOffAfter === undefined) response.end(body);
  else response.write(body.subarray(0, fault.cutOffAfter), () => response.socket?.destroy());
}
