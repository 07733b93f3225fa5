import { type ErrorCode, SwjobError, type SwjobErrorOptions } from '../errors.ts';

const MAX_REASON_LENGTH = 500;

/** An answer of a Server with an error status. */
export class ServerError extends SwjobError {
  declare readonly status: number;

  constructor(status: number, code: ErrorCode, message: string, options: SwjobErrorOptions = {}) {
    super(code, message, { ...options, status });
  }
}

export function isServerError(error: unknown, ...statuses: readonly number[]): error is ServerError {
  return error instanceof ServerError && (statuses.length === 0 || statuses.includes(error.status));
}

/** Whether the Server itself says that something does not exist; an HTML page with status 404 comes from something else. */
export function isMissing(error: unknown): error is ServerError {
  return isServerError(error, 404) && error.code === 'not-found';
}

export interface ErrorResponse {
  /** The method and path, safe to show to users. */
  readonly what: string;
  /** The server's address, as for a login; null for a link to content, which is read from anywhere and without a token. */
  readonly address: string | null;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly tokenSent: boolean;
  readonly tries: number;
  /** Milliseconds that the server asks to wait; null if it does not say. */
  readonly retryAfter?: number | null;
  /** Removes credentials from the server's text, which may echo the request. */
  readonly redact: (text: string) => string;
}

/** The error for an answer with a status of 400 or more: the request, the status, and the server's reason. */
export function errorOfResponse(answer: ErrorResponse): ServerError {
  const { status, what, tries } = answer;
  const html = isHtml(answer.contentType, answer.body);
  // A server answers in JSON, so a proxy did; where a link leads, HTML is as good as anything.
  const isForeign = html && answer.address !== null;
  const reason = html ? htmlReason(answer.body) : serverReason(answer.body, answer.redact);
  const again = tries > 1 ? ` (${tries} tries)` : '';
  return new ServerError(
    status,
    codeOf(status, isForeign),
    `${what}: ${status}${again}: ${reason ?? 'no reason given'}`,
    {
      hint: hintOf(answer, isForeign),
    },
  );
}

function codeOf(status: number, isForeign: boolean): ErrorCode {
  // A proxy or firewall refuses, whatever the token.
  if (status === 401 || status === 403) return isForeign ? 'network' : 'not-allowed';
  if (status === 404) return isForeign ? 'network' : 'not-found';
  return status >= 500 || status === 407 || status === 408 || status === 429 ? 'network' : 'operation-failed';
}

function hintOf(
  { status, address, body, tokenSent, retryAfter = null }: ErrorResponse,
  isForeign: boolean,
): string | undefined {
  if (status === 401 || status === 403) {
    if (isForeign) return NOT_STARWHALE;
    if (address === null) return 'The link may have expired: run the command again.';
  }
  if (status === 401) {
    if (isAccountRefused(body)) return ACCOUNT_HINT;
    // A login without an address is one to the current instance.
    const login = `swjob instance login ${address}`;
    return tokenSent
      ? `The token is wrong or has expired: log in again with \`${login}\`.`
      : `Log in with \`${login}\`, or set SW_TOKEN.`;
  }
  if (status === 403) return isAccountRefused(body) ? ACCOUNT_HINT : 'Your role in the project does not allow this.';
  if (status === 407) return PROXY_HINT;
  if (isForeign && FAILED_BEFORE.test(body)) return FAILED_BEFORE_HINT;
  if (isForeign && status >= 502 && status <= 504) return SERVER_AWAY;
  if (isForeign) return NOT_STARWHALE;
  if (status === 429 || status === 503) return laterHint(retryAfter);
  return undefined;
}

/** Whether a server refuses the account itself, whatever its password, token and role: it is disabled, locked or expired. */
function isAccountRefused(body: string): boolean {
  return /\b(?:User|account) (?:account )?(?:is (?:disabled|locked)|has expired)\b|\bPassword expired\b/.test(body);
}

export const ACCOUNT_HINT = 'Ask the administrator of the server.';

/** A server that asks for more days does not mean it. */
const MAX_SHOWN_DAYS = 2;

function laterHint(retryAfter: number | null): string {
  const minutes = Math.ceil((retryAfter ?? 0) / 60_000);
  if (minutes <= 1 || minutes > MAX_SHOWN_DAYS * 24 * 60) return 'Try again later.';
  const wait = minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
  return `Try again in ${wait}: the server asks for that.`;
}

export const PROXY_HINT =
  'Check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY: a proxy may want a user and a password in its address.';

export const NOT_STARWHALE =
  'This is not a Starwhale server, or a proxy stands in front of it: check the instance’s address.';

const SERVER_AWAY = 'A proxy answers that it cannot reach the server, which may be restarting: try again later.';

/** Tomcat's own page: a Starwhale server sends it if it fails before its code handles the request, as without its database. */
const FAILED_BEFORE = /<title>HTTP Status 5\d\d /;
const FAILED_BEFORE_HINT = 'The server failed, perhaps as its database is away: its log says more.';

export function isHtml(contentType: string, body: string): boolean {
  return contentType.includes('html') || /^\s*<(?:!doctype|html|head|body)/i.test(body.slice(0, 200));
}

/** What an HTML page is, with its title, such as that of a proxy's login. */
export function htmlReason(body: string): string {
  const title = /<title[^<>]{0,200}>([^<]{1,200})</i.exec(body)?.[1];
  return title === undefined ? 'an HTML page' : `an HTML page, ${JSON.stringify(oneLine(title))}`;
}

/**
 * The reason in an error's body, as one line; null if there is none. `message` is a string or a list of strings, of several
 * lines each. General lines and the echo of the request are left out, as they tell the user nothing.
 */
export function serverReason(body: string, redact: (text: string) => string = (text) => text): string | null {
  const text = redact(messageOf(body));
  const lines = new Set<string>();
  for (const line of text.split(/[\r\n]+/)) {
    const kept = oneLine(withoutRequest(line));
    if (kept !== '') lines.add(kept);
  }
  const specific = [...lines].filter((line) => !line.startsWith('invalid request on subject '));
  const reason = (specific.length > 0 ? specific : [...lines]).join(': ');
  if (reason === '') return null;
  return reason.length > MAX_REASON_LENGTH ? `${reason.slice(0, MAX_REASON_LENGTH)}…` : reason;
}

/** A line up to the echo of the request. The pattern has no leading white space, which would take quadratic time. */
function withoutRequest(line: string): string {
  const echo = /\brequest=/.exec(line);
  return echo === null ? line : line.slice(0, echo.index);
}

/** Removes the byte order mark that some servers put before JSON. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function messageOf(body: string): string {
  let data: unknown;
  try {
    data = JSON.parse(withoutMark(body));
  } catch {
    return body;
  }
  if (typeof data !== 'object' || data === null) return textOf(data);
  const { message, error, code } = data as Record<string, unknown>;
  return textOf(message) || textOf(error) || textOf(code);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Keeps an answer's control characters away from the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
