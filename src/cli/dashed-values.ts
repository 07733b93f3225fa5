/** The options whose values may begin with a dash: a sort key with the largest first, or a negative key of a table. */
const MAY_BEGIN_WITH_DASH: ReadonlySet<string> = new Set(['--sort', '--start', '--end']);
/** Short options by themselves, which stand where a value was forgotten. */
const ALONE = /^-[oqvhV]$/;

/**
 * `--sort -output` as `--sort=-output`: of options before and after a command's name, the letter after the dash would
 * be taken for one.
 */
export function withDashedValues(argv: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const next = argv[at + 1];
    if (word === '--') return [...words, ...argv.slice(at)];
    if (MAY_BEGIN_WITH_DASH.has(word) && next !== undefined && /^-[^-]/.test(next) && !ALONE.test(next)) {
      words.push(`${word}=${next}`);
      at++;
    } else words.push(word);
  }
  return words;
}
