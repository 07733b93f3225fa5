import { usageError } from '../errors.ts';
import { show } from './show.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  ki: 2 ** 10,
  kib: 2 ** 10,
  mi: 2 ** 20,
  mib: 2 ** 20,
  gi: 2 ** 30,
  gib: 2 ** 30,
};

/** Parses a size such as `500000`, `10MB` or `2 MiB` to bytes. A usage error names the option. */
export function parseSize(text: string, flag: string): number {
  const [, number = '', unit = ''] = /^(\d{1,15}(?:\.\d{1,9})?) ?([a-z]{0,3})$/i.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  const bytes = Math.floor(Number(number) * (factor ?? Number.NaN));
  if (number !== '' && Number.isSafeInteger(bytes)) return bytes;
  throw usageError(
    `${flag} ${show(text)} is not a size`,
    'Write bytes, or a number with a unit such as 500KB or 10MB.',
  );
}
