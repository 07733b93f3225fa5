import { randomBytes } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 40;

/** A new job id: 40 lower-case base32 characters (200 random bits), like the engine's own. */
export function newJobVersion(): string {
  return Array.from(randomBytes(LENGTH), (byte) => BASE32.charAt(byte & 31)).join('');
}
