import { usageError } from '../errors.ts';

/** Options whose values may begin with a dash: a descending sort key, or a negative key of a table. */
const MAY_BEGIN_WITH_DASH: ReadonlySet<string> = new Set(['--sort', '--start', '--end']);
/** Short options: after one of those options, its value was forgotten. */
const ALONE = /^-[oqvhV]$/;

/**
 * Rewrites `--sort -output` as `--sort=-output`: commander would take `-o` for an option, as global options may come
 * before and after a command's name.
 */
export function withDashedValues(argv: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const next = argv[at + 1];
    if (word === '--') return [...words, ...argv.slice(at)];
    if (MAY_BEGIN_WITH_DASH.has(word) && next !== undefined && /^-[oqv]$/.test(next)) {
      // Commander would take the option behind it for the value.
      const behind = argv[at + 2];
      if (behind === undefined || behind.startsWith('-')) {
        throw usageError(`${word} needs a value`, `If ${next} is meant as the value: ${word}=${next}`);
      }
    }
    if (MAY_BEGIN_WITH_DASH.has(word) && next !== undefined && /^-[^-]/.test(next) && !ALONE.test(next)) {
      words.push(`${word}=${next}`);
      at++;
    } else words.push(word);
  }
  return words;
}
