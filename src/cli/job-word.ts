/** The global options that take a value, which must not be mistaken for the command. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-o',
  '--output',
  '--fields',
  '--color',
  '--config',
  '--request-timeout',
  '--precision',
]);

/** Removes the word `job` in front of the command: `swjob job list` works as `swcli job list` does. */
export function withoutJobWord(argv: readonly string[]): readonly string[] {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (WITH_VALUE.has(word)) at++;
    else if (word === '--') return argv;
    else if (!word.startsWith('-')) return word === 'job' ? [...argv.slice(0, at), ...argv.slice(at + 1)] : argv;
  }
  return argv;
}
