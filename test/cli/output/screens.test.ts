import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, storeEnv, swjob } from '../../support/cli.ts';
import { loggedIn } from '../../support/logged-in.ts';
import { type StandInServer, startStandIn } from '../../support/stand-in.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';
import { isThorough } from '../../support/thorough.ts';

let server: StandInServer;
let serverEnv: Record<string, string>;
beforeAll(async () => {
  server = await startStandIn({ root: await unpackStore('real') });
  serverEnv = await loggedIn(server);
});
afterAll(() => server.close());

type Place = StoreName | 'server';

/** Screens of real stores, whose tables all fit the narrowest terminal here. */
const SCREENS: readonly (readonly [Place, ...string[]])[] = [
  ...(['real', 'jobs', 'prefix', 'server'] as const).flatMap((place): [Place, ...string[]][] => [
    [place, 'list'],
    [place, 'list', '--all', '--metric', place === 'prefix' ? 'acc,loss' : 'accuracy,loss'],
    [place, 'list', '--fullname'],
    [place, 'list', '--removed'],
    [place, 'list', '--status', 'PAUSED'],
    [place, 'project', 'list'],
    [place, 'instance', 'list'],
  ]),
  ...['qsrg', 'do6f', '27v6'].map((job): [Place, ...string[]] => ['real', 'info', job]),
  ...['6jfe', 't63h', 'cufh', 'z67u'].map((job): [Place, ...string[]] => ['jobs', 'info', job]),
  ...['3', '4', '19'].flatMap((job): [Place, ...string[]][] => [
    ['server', 'info', job],
    ['server', 'tasks', job],
    ['server', 'events', job],
    ['server', 'summary', job],
    ['server', 'watch', job],
  ]),
  ['real', 'summary', 'qsrg'],
  ['real', 'summary', 'qsrg', '27v6', 'q7bg'],
  ['server', 'summary', '3', '19', '6'],
  ['real', 'tables', 'qsrg', '--count'],
  ['types', 'tables', 'ieqh', '--count'],
  ...['labels', 'results', 'confusion_matrix/binarylabel'].map((name): [Place, ...string[]] => [
    'real',
    'rows',
    'qsrg',
    name,
  ]),
  ...['objects', 'artifacts', 'map', 'seq', 'scalars/str', 'scalars/bytes', 'scalars/float', 'Mixed/Col Umn'].map(
    (name): [Place, ...string[]] => ['types', 'rows', 'ieqh', name],
  ),
  ...['wide', 'keys/int', 'checkpoints', 'empty-after-delete'].map((name): [Place, ...string[]] => [
    'tables',
    'rows',
    'dffx',
    name,
  ]),
];

async function screen([place, ...args]: readonly [Place, ...string[]], columns: number, env: object): Promise<Ended> {
  const where = place === 'server' ? serverEnv : storeEnv(await unpackStore(place));
  return swjob(args, { env: { ...where, ...env }, tty: { columns, rows: 500 } });
}

const withoutSequences = (text: string): string => text.replace(/\r?\u001b\[[?\d;]*[A-Za-z]/g, '');

describe.each(isThorough ? [60, 100, 200] : [60])('every screen on %i columns', (columns) => {
  it.each(
    SCREENS.map((words) => [words.join(' '), words] as const),
  )('of %s fits, with a hint if something is cut', async (_, words) => {
    const { status, stdout, stderr } = await screen(words, columns, { NO_COLOR: '1' });
    expect(status).toBe(0);
    const lines = withoutSequences(stdout).split('\n');
    for (const line of [...lines, ...stderr.split('\n')]) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    for (const line of lines) expect(line).toBe(line.trimEnd());
    // A watched screen is redrawn, and has no space for hints.
    if (words[1] === 'watch') return;
    const whole = await screen([...words, '--no-truncate'], columns, { NO_COLOR: '1' });
    expect(whole.stderr).not.toContain('--no-truncate');
    if (stdout.includes('…')) expect(stderr).toContain('--no-truncate');
    // Floats are rounded to six digits without a hint.
    const length = (text: string) => text.replace(/\d[\d.e+-]*|\s+/g, '').length;
    if (length(whole.stdout) > length(stdout)) expect(`${stdout}${stderr}`).toMatch(/--no-truncate|^columns? \d/m);
  });
});

const COLORS = [{ TERM: 'xterm-256color' }, { TERM: 'xterm', COLORTERM: 'truecolor' }];

describe('every screen', () => {
  it.each(
    SCREENS.map((words) => [words.join(' '), words] as const),
  )('of %s says the same with and without colours', async (_, words) => {
    const plain = await screen(words, 100, { NO_COLOR: '1' });
    for (const env of isThorough ? [...COLORS, { TERM: 'xterm' }] : COLORS.slice(0, 1)) {
      const coloured = await screen(words, 100, env);
      // With colours, a heat map uses them instead of shades.
      const shown = (text: string) => withoutSequences(text).replace(/[░▒▓█ ]/g, '');
      expect(shown(coloured.stdout)).toBe(shown(plain.stdout));
      expect(coloured.stderr).toBe(plain.stderr);
    }
  });
});
