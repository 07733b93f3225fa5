import { type SwjobError, usageError } from '../errors.ts';
import { quoted } from './quoted.ts';

/**
 * The address of an instance: `scheme://host[:port]` in lower case without a default port, then the path below which the
 * instance is reached, without a final slash. `authority` is what comes between `//` and the path. A user name or password
 * is refused: tokens come from the config or `$SW_TOKEN`.
 */
export function parseAddress(scheme: 'http' | 'https', authority: string, path: readonly string[] = []): string {
  if (authority === '') throw usageError('the address has no host', 'Write https://host/project/…');
  if (authority.includes('@')) throw passwordInAddress();
  const address = hasOddCharacters(authority) ? null : addressOrNull(`${scheme}://${authority}/${path.join('/')}`);
  if (address === null || path.some((segment) => /^\.{1,2}$/.test(segment))) {
    throw usageError(`${quoted([authority, ...path].join('/'))} is not a valid host`);
  }
  return address;
}

/** The address in an instance's `uri` in the config; null if it is invalid. Without a scheme it is http, as in swcli. */
export function addressOfConfigUri(uri: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(uri.trim()) ? uri.trim() : `http://${uri.trim()}`;
  const authority = /^https?:\/\/([^/?#]*)/i.exec(address)?.[1];
  if (authority === undefined || authority === '' || hasOddCharacters(authority)) return null;
  return addressOrNull(address);
}

/** The address without its path; a token belongs to an origin. */
export function originOf(address: string): string {
  return new URL(address).origin;
}

/** The error for `https://user:password@host`. */
export function passwordInAddress(): SwjobError {
  return usageError(
    'an address must not hold a user name or a password',
    'Log in once with swjob instance login, or set $SW_TOKEN.',
  );
}

/** `URL` would drop or decode these characters, and the address would then name another host. */
function hasOddCharacters(authority: string): boolean {
  return /[\s\\%@\p{Cc}\p{Cf}]/u.test(authority);
}

function addressOrNull(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}
