import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { footprint } from '../attacks/expect-clean-exit.ts';
import { storeEnv } from '../support/cli.ts';
import { copyOfStore } from '../support/stores.ts';
import { budget, TIMEOUT_MS } from './budget.ts';
import { textMutation } from './mutations.ts';
import { soundly } from './oracle.ts';

// What a user, or a script with untrusted input, may type. The store is read-only: nothing typed here writes.

const ID = '6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s';
let root: string;
let env: Record<string, string>;
let before: ReadonlyMap<string, string>;

beforeAll(async () => {
  root = await copyOfStore('jobs');
  env = storeEnv(root);
  before = footprint(root);
});

/** Words are changed by whole tokens and by bytes; an argument cannot contain NUL. */
const changed = (words: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...words), textMutation, fc.boolean())
    .map(([word, change, isChanged]) => (isChanged ? change(word).replaceAll('\0', '') : word));

describe('typed words', { timeout: TIMEOUT_MS }, () => {
  it('as URIs end in a result or a clear error', async () => {
    const uris = changed([
      ID,
      '6jfe',
      `local/project/self/job/${ID}`,
      `project/self/job/6jfe`,
      'job/6jfe',
      '@latest',
      '@latest:success',
      'cloud://srv/project/1/job/2',
      'https://user:password@host.test:8080/project/1/job/2?x=1#y',
      'http://[::1]:80/projects/1/evaluations/2/results',
      'file:///etc/passwd',
    ]);
    const command = fc.constantFrom(['info'], ['status'], ['tables'], ['rows'], ['summary'], ['list', '-p']);
    await fc.assert(
      fc.asyncProperty(command, uris, async (words, uri) => {
        const args = words[0] === 'rows' ? ['rows', uri, 'results'] : [...words, uri];
        const { status, stdout } = await soundly([...args, '--request-timeout', '1ms'], { env });
        expect([0, 2, 3, 4, 5]).toContain(status);
        if (status > 0) expect(stdout).toBe('');
        // The password in a URI is never shown.
        expect(stdout).not.toContain('password');
      }),
      budget(),
    );
    expect(footprint(root)).toEqual(before);
  });

  it('as conditions end in a result or a usage error', async () => {
    const conditions = changed([
      "a >= 0.9 and status == 'SUCCESS' or not pinned",
      "status in ('FAIL', 'CANCELED') and id !~ '^x'",
      '0.5 <= a < 9007199254740993',
      'handler ~ \'^(eval|x)+$\' or model.name == "mnist"',
      "`sys/duration` > -1e5 or 'x' in labels && !(a != none)",
    ]);
    await fc.assert(
      fc.asyncProperty(fc.boolean(), conditions, async (isList, condition) => {
        const args = isList ? ['list', `--filter=${condition}`] : ['rows', ID, 'results', `--where=${condition}`];
        const { status } = await soundly(args, { env });
        expect([0, 2, 3]).toContain(status);
      }),
      budget(),
    );
  });

  it('as lists of arguments end in a result or a usage error', async () => {
    const words = changed([
      'list',
      'info',
      'rows',
      'tables',
      'summary',
      'status',
      'help',
      'doctor',
      '--store',
      ID,
      '6jfe',
      'results',
      '@latest',
      '-p',
      'self',
      'another',
      '--json',
      '-o',
      'csv',
      'tsv',
      'jsonl',
      'table',
      '--typed',
      '--fields',
      'id,status',
      '--columns',
      'a',
      '--limit',
      '--tail',
      '3',
      '--start',
      '--end',
      '0',
      '--end-inclusive',
      '--keep-none',
      '--key-type',
      'int',
      '--revision',
      '--where',
      'a > 0',
      '--filter',
      '--sort',
      '-id',
      '--sort=-id',
      '--all',
      '--page',
      '--size',
      '2',
      '--meta',
      '--removed',
      '--fullname',
      '--metric',
      'accuracy',
      '-q',
      '--no-header',
      '--header',
      '--no-truncate',
      '--color',
      'always',
      '--safe-csv',
      '--skip-damaged',
      '--assert',
      '--count',
      '--exit-status',
      '--',
      '-',
      '',
      '-h',
      '--version',
      'job',
      '--max-report-cols',
      '--request-timeout',
      '1s',
    ]);
    // Words that would write, open a browser, or wait for another program are excluded.
    const writes = /^--?(?:ou?t?|c(?:onfig)?|s(?:ave-artifacts)?|w(?:eb|ait)?|v(?:erbose)?)\b/;
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 9 }), fc.boolean(), async (args, isTerminal) => {
        fc.pre(!args.some((word) => writes.test(word) && word !== '-o' && word !== '--version'));
        fc.pre(!(args.includes('doctor') && !args.includes('--store')));
        const { status, stderr } = await soundly(args, {
          env,
          stdin: `${ID}\n`,
          ...(isTerminal && { tty: { columns: 60 } }),
        });
        expect([0, 1, 2, 3, 5, 6, 8, 9, 10]).toContain(status);
        if (status === 1) expect(stderr).toMatch(/pager|stdin|standard input/);
      }),
      budget(),
    );
    expect(footprint(root)).toEqual(before);
  });

  it('in a config file end in a result or a clear error', async () => {
    const path = join(root, 'config.yaml');
    const config = [
      'version: "2.0"',
      'current_instance: local',
      'instances:',
      '  local:',
      '    uri: local',
      '    user_name: me',
      '    current_project: self',
      '    type: standalone',
      '  srv:',
      '    uri: http://127.0.0.1:9',
      '    sw_token: Bearer secret-token-1',
      '    type: cloud',
      'link_auths: []',
      'storage:',
      `  root: ${root}`,
      '',
    ].join('\n');
    await fc.assert(
      fc.asyncProperty(textMutation, async (change) => {
        const text = change(config);
        writeFileSync(path, text, { mode: 0o600 });
        for (const args of [
          ['list', '-q'],
          ['instance', 'list'],
          ['instance', 'list', '--json'],
          ['project', 'list', '-q'],
        ]) {
          const { status, stdout, stderr } = await soundly([...args, '--request-timeout', '20ms'], {
            env: { SW_CLI_CONFIG: path },
          });
          expect([0, 1, 2, 3, 4, 5, 6]).toContain(status);
          if (isTokenAlone(text)) expect(`${stdout}${stderr}`).not.toContain('secret-token-1');
        }
      }),
      budget(),
    );
  });
});

/** Whether only a token has the secret: a change may have made it part of a path, which is shown. */
function isTokenAlone(config: string): boolean {
  const names = (value: unknown): boolean =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).some(([name, inner]) => name.includes('secret') || (name !== 'sw_token' && names(inner)))
      : String(value).includes('secret');
  try {
    return !names(load(config, { schema: FAILSAFE_SCHEMA }));
  } catch {
    return true;
  }
}
