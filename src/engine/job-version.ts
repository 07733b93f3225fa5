import { randomBytes } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 40;

/** A new job's id, 40 letters of lower-case base32 like the engine's own: 200 random bits. */
export function newJobVersion(): string {
  return Array.from(randomBytes(LENGTH), (byte) => BASE32.charAt(byte & 31)).join('');
}
