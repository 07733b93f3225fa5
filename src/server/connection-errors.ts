import { isError, SwjobError } from '../errors.ts';
import { NOT_STARWHALE, oneLine, PROXY_HINT } from './errors.ts';
import type { HttpProxy } from './proxies.ts';
import { isRetriedFailure } from './retry.ts';

const TLS_FAILURES: readonly RegExp[] = [
  /CERT/, // DEPTH_ZERO_SELF_SIGNED_CERT, SELF_SIGNED_CERT_IN_CHAIN, CERT_SIGNATURE_FAILURE
  /^UNABLE_TO_(?:VERIFY|GET)/, // the issuer is not known here
];

export interface ConnectionFailure {
  readonly what: string;
  readonly error: unknown;
  readonly tries: number;
  /** The proxy that was to be used; null for a direct connection. */
  readonly proxy: HttpProxy | null;
  /** Whether the request changes something. */
  readonly isChange?: boolean;
}

/** The error for a failed connection; it contains nothing from the request's headers. */
export function errorOfConnection({ what, error, tries, proxy, isChange = false }: ConnectionFailure): SwjobError {
  const code = failureCode(error);
  const again = tries > 1 ? ` (${tries} tries)` : '';
  const { text, hint } = explain(code, error);
  const cause = TIMEOUTS.has(code ?? '') ? timeoutCause(text) : undefined;
  const wasSent = !isRetriedFailure(code, false);
  const check = isChange && wasSent ? ARRIVED_HINT : undefined;
  if (proxy === null) return new SwjobError('network', `${what}: ${text}${again}`, { hint: lines(check, hint), cause });
  const through = `${what}: through the proxy ${proxy.shown} (${proxy.variable}): ${text}${again}`;
  // If nothing was sent, the failure is between here and the proxy.
  const atProxy = `Check ${proxy.variable}; NO_PROXY exempts hosts, domains and networks from it.`;
  const shown = !wasSent || hint === undefined ? atProxy : hint;
  return new SwjobError('network', through, { hint: lines(check, shown), cause });
}

/** For a change whose answer was lost. */
const ARRIVED_HINT = 'The server may have made the change all the same: check that before you run the command again.';

function lines(...hints: readonly (string | undefined)[]): string | undefined {
  return hints.filter((hint) => hint !== undefined).join('\n') || undefined;
}

/** The system's or undici's code for a failure; the first of several, as for a host with several addresses. */
export function failureCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, errors, cause } = error as { code?: unknown; errors?: unknown; cause?: unknown };
  if (typeof code === 'string' && code !== 'UND_ERR') return code;
  if (Array.isArray(errors)) return failureCode(errors[0]);
  return cause === undefined ? undefined : failureCode(cause);
}

/** Failures caused by our own time limits. */
const TIMEOUTS: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** A cause that distinguishes a request that took too long from other network failures. */
export function timeoutCause(text: string): Error {
  return Object.assign(new Error(text), { name: 'TimeoutError' });
}

const EXPLANATIONS: Readonly<Record<string, { readonly text: string; readonly hint?: string }>> = {
  ECONNREFUSED: { text: 'connection refused', hint: 'Is the server running, and are its address and port right?' },
  ENOTFOUND: { text: 'no such host', hint: 'Check the instance’s address and your network connection.' },
  EAI_AGAIN: { text: 'the host’s name could not be looked up', hint: 'Check your network connection.' },
  EHOSTUNREACH: { text: 'the host cannot be reached', hint: 'Check your network connection.' },
  ENETUNREACH: { text: 'the network cannot be reached', hint: 'Check your network connection.' },
  ECONNRESET: { text: 'the connection was reset' },
  EPIPE: { text: 'the connection was closed' },
  ETIMEDOUT: { text: 'the connection timed out' },
  UND_ERR_SOCKET: { text: 'the connection was closed before the answer was complete' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { text: 'the answer was cut off' },
  UND_ERR_CONNECT_TIMEOUT: {
    text: 'no connection in time',
    hint: 'Check your network connection, or raise --request-timeout.',
  },
  UND_ERR_HEADERS_TIMEOUT: { text: 'no answer in time', hint: 'Raise --request-timeout if the server is that slow.' },
  UND_ERR_BODY_TIMEOUT: { text: 'the answer stalled', hint: 'Raise --request-timeout if the server is slow.' },
  CERT_HAS_EXPIRED: {
    text: 'the server’s certificate has expired',
    hint: 'Is the clock of this machine right? The server needs a new one; --insecure accepts any certificate.',
  },
  CERT_NOT_YET_VALID: {
    text: 'the server’s certificate is not valid yet',
    hint: 'Is the clock of this machine right? If it is, wait; --insecure accepts any certificate.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    text: 'the server’s certificate is for another host',
    hint: 'Use the host’s name in the certificate as the address; --insecure accepts any certificate.',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: { text: 'the server does not speak TLS', hint: 'Use http:// instead of https://.' },
};

function explain(code: string | undefined, error: unknown): { readonly text: string; readonly hint?: string } {
  // This error has no code, only a name, and the first bytes of whatever answered.
  if (isError(error) && error.name === 'HTTPParserError')
    return { text: 'the answer is not HTTP', hint: NOT_STARWHALE };
  const refused = isError(error) ? /^Proxy response \((\d+)\)/.exec(error.message) : null;
  if (refused !== null) return { text: `it refused the connection with ${refused[1]}`, hint: PROXY_HINT };
  if (isError(error) && /Proxy Authentication Required/.test(error.message)) {
    return { text: 'it refused the request with 407', hint: PROXY_HINT };
  }
  if (code === undefined) return { text: isError(error) ? oneLine(error.message) : 'the connection failed' };
  const known = Object.hasOwn(EXPLANATIONS, code) ? EXPLANATIONS[code] : undefined;
  if (known !== undefined) return known;
  if (TLS_FAILURES.some((pattern) => pattern.test(code))) {
    return {
      text: `the server’s certificate is not trusted (${code})`,
      hint: 'If it is your own, name its CA in NODE_EXTRA_CA_CERTS; --insecure accepts any certificate.',
    };
  }
  return { text: `the connection failed (${code})` };
}
