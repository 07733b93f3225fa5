/**
 * A token as the `Authorization` header that a Server expects. `Bearer ` is added if it is missing, as in a token copied
 * from the web console; other schemes are kept.
 */
export function authorizationOf(token: string): string {
  const bare = token.trim().replace(/^bearer\s+/i, '');
  return /\s/.test(bare) ? bare : `Bearer ${bare}`;
}
