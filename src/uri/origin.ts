import { type SwjobError, usageError } from '../errors.ts';
import { quoted } from './quoted.ts';

/**
 * `scheme://host[:port]` in lower case without a default port, from a scheme and what stands between `//` and the path.
 * A user name or password in it is refused: the token comes from the config or from `$SW_TOKEN`.
 */
export function parseOrigin(scheme: 'http' | 'https', authority: string): string {
  if (authority === '') throw usageError('the address names no host', 'Write https://host/project/…');
  if (authority.includes('@')) throw passwordInAddress();
  const origin = hasOddCharacters(authority) ? null : originOrNull(`${scheme}://${authority}`);
  if (origin === null) throw usageError(`${quoted(authority)} cannot be the host of an address`);
  return origin;
}

/** The origin of an instance's `uri` in the config, null where it is none; without a scheme it is http, as for swcli. */
export function originOfConfigUri(uri: string): string | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(uri.trim()) ? uri.trim() : `http://${uri.trim()}`;
  const authority = /^https?:\/\/([^/?#]*)/i.exec(address)?.[1];
  if (authority === undefined || authority === '' || hasOddCharacters(authority)) return null;
  return originOrNull(address);
}

/** The refusal of `https://user:password@host`, for every place where one may stand. */
export function passwordInAddress(): SwjobError {
  return usageError(
    'an address must not hold a user name or a password',
    'Log in once with swjob instance login, or set $SW_TOKEN.',
  );
}

/** URL would drop or decode them, and so name another host than the one that was read. */
function hasOddCharacters(authority: string): boolean {
  return /[\s\\%@\p{Cc}\p{Cf}]/u.test(authority);
}

function originOrNull(address: string): string | null {
  try {
    return new URL(address).origin;
  } catch {
    return null;
  }
}
