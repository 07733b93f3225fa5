/** The maximum number of retries, unless the user sets another. */
export const MAX_RETRIES = 3;
/** If a server asks for a longer wait, the request fails instead. */
export const MAX_RETRY_AFTER_MS = 60_000;

const HTTP_DATE = /^\s*[A-Z][a-z]{2,8},? .*GMT\s*$/;

const FIRST_PAUSE_MS = 300;
const MAX_PAUSE_MS = 8_000;

const RETRIED_STATUSES: ReadonlySet<number> = new Set([
  408, // the server gave up waiting for the request
  429, // too many requests, often with Retry-After
  502, // a proxy got no sense out of the server: it restarts
  503, // overloaded or starting, often with Retry-After
  504, // a proxy waited too long for the server
]);

/** Failures before anything was sent: even a request that changes something may be retried. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED', // nobody listens
  'EAI_AGAIN', // the name server did not answer
  'ENOTFOUND', // no such host, or no network yet
  'EHOSTUNREACH', // no route to the host
  'ENETUNREACH', // no route to its network
  'UND_ERR_CONNECT_TIMEOUT', // the host does not answer
]);

/** Failures after which the request may have arrived: it is retried only if it changes nothing. */
const BROKEN_OFF: ReadonlySet<string> = new Set([
  'ECONNRESET', // the other side reset the connection
  'EPIPE', // it closed the connection while we sent
  'ETIMEDOUT', // packets were lost for too long
  'UND_ERR_SOCKET', // it closed the connection before the answer was complete
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', // the answer is shorter than announced
]);

export function isRetriedStatus(status: number): boolean {
  return RETRIED_STATUSES.has(status);
}

export function isRetriedFailure(code: string | undefined, idempotent: boolean): boolean {
  return code !== undefined && (NEVER_SENT.has(code) || (idempotent && BROKEN_OFF.has(code)));
}

/** Milliseconds to wait after the `tries`-th try: doubling each time, times a random factor from 0.5 to 1.5. */
export function pauseAfter(tries: number, random: () => number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), MAX_PAUSE_MS) * (0.5 + random());
}

/** Milliseconds that a `Retry-After` header asks for, in seconds or as a date; null if it is invalid. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  // `Date.parse` accepts almost anything, even "-1".
  const date = HTTP_DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
