import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import { missingShell, otherSetUps, TESTED_SHELLS, typeInto } from './at-shell.ts';

// Types into real shells and checks what the program receives, including the shells' own quoting.

describe.concurrent.each(TESTED_SHELLS)('completions in %s', (shell) => {
  const missing = missingShell(shell);
  let env: Record<string, string>;

  beforeAll(async () => {
    env = { ...storeEnv(await unpackStore('real')), SW_CLI_CONFIG: join(await temporaryFolder(), 'none.yaml') };
  });

  const typed = (lines: readonly string[], store = env) => typeInto(shell, lines, store);

  it.skipIf(missing)('finish a command, a flag and its value', async () => {
    const { words } = await typed([
      'swjob summ\t',
      'swjob job inst\tsel\tloc\t',
      'swjob list --stat\tSUC\t',
      'swjob list --status=FAIL,SUC\t',
      'swjob -o jsonl list --col\talw\t',
    ]);
    expect(words).toEqual([
      ['summary'],
      ['job', 'instance', 'select', 'local'],
      ['list', '--status', 'SUCCESS'],
      ['list', '--status=FAIL,SUCCESS'],
      ['-o', 'jsonl', 'list', '--color', 'always'],
    ]);
  });

  it.skipIf(missing)('finish aliases, glued values, words behind --, and words in the middle of a line', async () => {
    const { words } = await typed([
      'swjob job li\t',
      'swjob rm qsr\t',
      'swjob list -pse\t',
      'swjob create --model=cl\t --handler=evaluator:s\t',
      'swjob rows -- qsrg lab\t',
      // ^B goes back a letter.
      `swjob inf qsrg${'\u0002'.repeat(5)}\t`,
      'true; FOO=1 swjob lis\t',
    ]);
    expect(words).toEqual([
      ['job', 'list'],
      ['rm', 'qsrgiil7bkae'],
      ['list', '-pself'],
      ['create', '--model=clf', '--handler=evaluator:summarize'],
      ['rows', '--', 'qsrg', 'labels'],
      ['info', 'qsrg'],
      ['list'],
    ]);
  });

  it.skipIf(missing).each(otherSetUps(shell))('are the same after another set-up: %s', async (setUp) => {
    const { words } = await typeInto(shell, ['swjob info qsr\t', 'swjob list --status=FAIL,SUC\t'], env, setUp);
    expect(words).toEqual([
      ['info', 'qsrgiil7bkae'],
      ['list', '--status=FAIL,SUCCESS'],
    ]);
  });

  it.skipIf(missing)('list the commands with what they do', async () => {
    const { shown } = await typed(['swjob re\t\t']);
    for (const name of ['remove', 'recover', 'resume']) expect(shown).toContain(name);
    expect(shown).toContain('bring back removed jobs');
  });

  it.skipIf(missing)('finish the id of a job, and show status and age beside it', async () => {
    const { words } = await typed(['swjob info qsr\t', 'swjob info @la\t', 'swjob info @latest:SUC\t']);
    expect(words).toEqual([
      ['info', 'qsrgiil7bkae'],
      ['info', '@latest'],
      ['info', '@latest:SUCCESS'],
    ]);
    const { shown } = await typed(['swjob info q\t\t']);
    expect(shown).toMatch(/q[a-z0-9]{11}\s.*SUCCESS, \d+ \w+ ago/);
  });

  it.skipIf(missing)('finish a path to a job part by part, and tables and columns', async () => {
    const { words } = await typed([
      'swjob info local/\tsel\tqsr\t',
      'swjob rows qsrg roc_auc/b\t',
      'swjob rows qsrg results --columns id,input/l\t',
      'swjob list --metric weighted\\ avg/rec\t',
    ]);
    expect(words).toEqual([
      ['info', 'local/project/self/job/qsrgiil7bkae'],
      ['rows', 'qsrg', 'roc_auc/bee'],
      ['rows', 'qsrg', 'results', '--columns', 'id,input/label'],
      ['list', '--metric', 'weighted avg/recall'],
    ]);
  });

  it.skipIf(missing)('leave files to the shell', async () => {
    const { words } = await typed([
      'swjob rows qsrg labels --out my\\ r\t',
      'swjob rows qsrg labels --out "my r\t',
      'swjob rows qsrg labels --out=my\\ r\t',
      'swjob rows qsrg labels --out ~/my\\ r\t',
      'swjob rows qsrg labels --save-artifacts my\t',
      'swjob create --overwrite-specs @my\\ r\t',
    ]);
    const [, , , [, , , , home = ''] = [], [, , , , folder = ''] = []] = words;
    expect(words).toEqual([
      ['rows', 'qsrg', 'labels', '--out', 'my rows.csv'],
      ['rows', 'qsrg', 'labels', '--out', 'my rows.csv'],
      ['rows', 'qsrg', 'labels', '--out=my rows.csv'],
      ['rows', 'qsrg', 'labels', '--out', home],
      ['rows', 'qsrg', 'labels', '--save-artifacts', folder],
      ['create', '--overwrite-specs', '@my rows.csv'],
    ]);
    expect(home).toMatch(/^\/.*\/my rows\.csv$/);
    expect(folder).toMatch(/^my out\/?$/);
  });

  it.skipIf(missing).each(['', '"', "'"])(
    'quote the names of tables behind %j, and run none of them',
    async (quote) => {
      const names = HOSTILE.map((name, index) => `k${String.fromCharCode(97 + index)}${name}`);
      const lines = names.map((name) => `swjob rows abcd ${quote}${name.slice(0, 2)}\t`);
      const { words, files } = await typed(lines, await tablesNamed(names));
      expect(words).toEqual(names.map((name) => ['rows', 'abcd', name]));
      expect(files.filter((name) => name.startsWith('PWNED'))).toEqual([]);
    },
  );

  it.skipIf(missing)('quote the names of tables', async () => {
    const begun = ['my\\ tab\t', 'it\t', 'cost\t', 'end\t', '精\t', '"my tab\t', "'cost\t"];
    const { words } = await typed(
      begun.map((word) => `swjob rows abcd ${word}`),
      await tablesNamed(['my table/of two', "it's", 'cost $HOME `x` *', 'end; true & (x)|', '精度 表']),
    );
    const spaces = 'my table/of two';
    const expanded = 'cost $HOME `x` *';
    expect(words.map(([, , table]) => table)).toEqual([
      spaces,
      "it's",
      expanded,
      'end; true & (x)|',
      '精度 表',
      spaces,
      expanded,
    ]);
  });

  it.skipIf(missing)('are silent if nothing is known', async () => {
    const { words, shown } = await typed(['swjob info x\t', 'swjob rows nosuch \t', 'swjob nosuch x\t'], {
      SW_LOCAL_STORAGE: '/nonexistent',
      SW_CLI_CONFIG: '/nonexistent',
    });
    expect(words).toEqual([
      ['info', 'x'],
      ['rows', 'nosuch'],
      ['nosuch', 'x'],
    ]);
    expect(shown).not.toMatch(/swjob: |rror/);
  });
});

/** Text that shells split, expand, or run. */
const HOSTILE = [
  '$(touch PWNED) `touch PWNED` !! wow!',
  '"; touch PWNED; "',
  "'; touch PWNED; '",
  'glob*?[a] {b,c} #x ~y <z> \\n %1 =ls a:b@c=d',
];

/** A store with one job, whose tables have these names. */
async function tablesNamed(names: readonly string[]): Promise<Record<string, string>> {
  const root = mkdtempSync(join(await temporaryFolder(), 'odd-'));
  const version = 'abcdefghijklmnopqrstuvwxyz';
  mkdirSync(join(root, 'self', 'job', 'ab', version), { recursive: true });
  mkdirSync(join(root, '.datastore'));
  const tables = names.map((name) => ({ name: `project/self/eval/ab/${version}/${name}`, dir: 'none' }));
  writeFileSync(join(root, '.datastore', 'manifest.json'), JSON.stringify({ version: '0.1', tables }));
  return storeEnv(root);
}
