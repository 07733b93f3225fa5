/** The global options that take a value, which is no command's name. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-o',
  '--output',
  '--fields',
  '--color',
  '--config',
  '--request-timeout',
  '--precision',
]);

/** `swjob job list` is `swjob list`, as `swcli job list` is written: takes the first word away where it is `job`. */
export function withoutJobWord(argv: readonly string[]): readonly string[] {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (WITH_VALUE.has(word)) at++;
    else if (word === '--') return argv;
    else if (!word.startsWith('-')) return word === 'job' ? [...argv.slice(0, at), ...argv.slice(at + 1)] : argv;
  }
  return argv;
}
