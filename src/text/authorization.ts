/**
 * A token as the `Authorization` header that a Server expects. Where `Bearer ` is missing, as in a token that was copied
 * from the web console, it is added; other schemes stay.
 */
export function authorizationOf(token: string): string {
  const bare = token.trim().replace(/^bearer\s+/i, '');
  return /\s/.test(bare) ? bare : `Bearer ${bare}`;
}
