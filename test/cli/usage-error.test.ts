import { describe, expect, it } from 'vitest';
import { swjob } from '../support/cli.ts';

/** What a usage error prints on stderr; it ends with 2 and prints nothing else. */
async function told(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await swjob(args);
  expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: '' });
  return stderr;
}

describe('an unknown command', () => {
  it.each([
    ['lst', 'list'],
    ['LIST', 'list'],
    ['summry', 'summary'],
    ['compl', 'completion'],
  ])('%s suggests %s', async (word, command) => {
    expect(await told(word)).toBe(
      `swjob: unknown command "${word}"\nDid you mean ${command}? Run \`swjob --help\` for a list of commands and options.\n`,
    );
  });

  it.each([
    ['delete', 'remove'],
    ['show', 'info'],
    ['run', 'create'],
    ['login', 'instance login'],
  ])('%s, as other tools call %s, suggests it', async (word, command) => {
    expect(await told(word, 'x')).toMatch(`\nDid you mean ${command}?`);
  });

  it.each([
    ['wait x', 'status --wait'],
    ['view x', 'info'],
    ['rerun x', 'create'],
    ['model run -m x', 'create'],
    ['mp run', 'create'],
    ['run', 'create'],
    ['run list --limit 5', 'list'],
    ['run view x', 'info'],
    ['runs ls', 'list'],
    ['eval list', 'list'],
    ['eval info x', 'info'],
    ['eval run', 'create'],
    ['jobs', 'list'],
    ['auth logout', 'instance logout'],
    ['instance info', 'list'],
  ])('%s, as other tools have it, is %s', async (line, command) => {
    expect(await told(...line.split(' '))).toContain(`\nDid you mean ${command}? `);
  });

  it('is left to swcli if it is not about jobs', async () => {
    expect(await told('ds', 'list')).toContain('\nswjob works with jobs; for the rest use swcli dataset list. ');
    expect(await told('project', 'create', 'x')).toContain('\nswcli does that: swcli project create. ');
  });

  it('is suggested once, whether its name or its alias is similar', async () => {
    expect(await told('lss')).toMatch(/\nDid you mean list\? /);
    expect(await told('rmm')).toMatch(/\nDid you mean remove\? /);
  });

  it('may be a topic', async () => {
    expect(await told('exit-codes')).toMatch('\nRun `swjob help exit-codes` for that topic. ');
  });

  it('of a group is reported with the group', async () => {
    expect(await told('instance', 'lgoin')).toBe(
      'swjob: swjob instance has no command "lgoin"\nDid you mean login? Run `swjob instance --help` for its commands.\n',
    );
    expect(await told('project', 'use2')).toMatch(/Did you mean select\?/);
  });

  it('may resemble nothing', async () => {
    expect(await told('frobnicate')).toBe(
      'swjob: unknown command "frobnicate"\nRun `swjob --help` for a list of commands and options.\n',
    );
    expect(await told('constructor')).not.toMatch(/Did you mean/);
    expect(await told('')).toMatch(/^swjob: unknown command ""\n/);
  });

  it('is missing if there are only options', async () => {
    for (const words of [['--json'], ['-q', '-v'], ['--']]) {
      expect(await told(...words)).toBe('swjob: the command is missing\nRun `swjob --help` for a list of commands.\n');
    }
  });
});

describe('an unknown option', () => {
  it.each([
    [['list', '--all=yes'], '--all', 'Write it alone: --all. Run `swjob list --help` for usage.'],
    [['list', '--json=id,status'], '--json', 'Choose fields with --fields. Run `swjob list --help` for usage.'],
    [
      ['--quiet=1', 'list'],
      '--quiet',
      'Write it alone: --quiet. Run `swjob --help` for a list of commands and options.',
    ],
  ])('may be a known one that takes no value: %j', async (args, flag, hint) => {
    expect(await swjob(args)).toEqual({ status: 2, stdout: '', stderr: `swjob: ${flag} takes no value\n${hint}\n` });
  });

  it.each([
    [['list', '--statu', 'FAIL'], '--status'],
    [['list', '--PROJECT=x'], '--project'],
    [['list', '--outptu', 'json'], '--output'],
    [['rows', 'j', 't', '--colums', 'a'], '--columns'],
    [['instance', 'login', '--tokn-stdin'], '--token-stdin'],
    [['create', '--modle', 'x'], '--model'],
  ])('of %j suggests %s', async (words, flag) => {
    expect(await told(...words)).toMatch(
      new RegExp(
        `^swjob: unknown option "--\\S+"\nDid you mean ${flag}\\? Run .swjob ${words[0]}.* --help. for usage\\.\n$`,
      ),
    );
  });

  it('before the command suggests a global one', async () => {
    expect(await told('--jsn', 'list')).toMatch(/Did you mean --json\? Run .swjob --help. for/);
  });

  it('has only suggestions that the command accepts', async () => {
    // --status is an option of list, not of rows.
    expect(await told('rows', 'j', 't', '--statu', 'FAIL')).not.toMatch(/--status\b/);
    expect(await told('rows', 'j', 't', '--filter', 'a')).toMatch(/Did you mean --where\?/);
    expect(await told('list', '--where', 'a')).toMatch(/Did you mean --filter\?/);
    expect(await told('tables', 'j', '--limit', '3')).not.toMatch(/Did you mean/);
  });

  it('of another tool suggests ours', async () => {
    for (const flag of ['--order-by', '--sort-by']) {
      expect(await told('list', flag, 'x')).toMatch(/Did you mean --sort\?/);
    }
    expect(await told('list', '--state', 'x')).toMatch(/Did you mean --status\?/);
    expect(await told('list', '--desc')).toContain('--sort=-KEY');
    expect(await told('tables', 'x', '--desc')).not.toContain('--sort');
    expect(await told('info', 'x', '--jq', '.')).toContain('| jq');
  });

  it('that is before its command says where it belongs', async () => {
    expect(await told('--status', 'FAIL', 'list')).toMatch('\nPut it after its command: swjob list --status. ');
  });

  it('never shows a possible secret, and never suggests a hidden option', async () => {
    for (const word of ['--tokn=hunter2', '--toke=hunter2', '--passwrd=hunter2']) {
      expect(await told('instance', 'login', word)).not.toMatch(/hunter2|--token\b(?!-)|--password\b(?!-)/);
    }
  });
});

describe('a wrong use', () => {
  it('of arguments shows how the command is used', async () => {
    expect(await told('rows')).toBe(
      "swjob: missing required argument 'job'\nUsage: swjob rows [options] <job> [table...]\nRun `swjob rows --help` for usage.\n",
    );
    expect(await told('instance', 'select')).toMatch(
      '\nUsage: swjob instance select [options] <instance>\nRun `swjob instance select --help` for usage.\n',
    );
    expect(await told('ls', '--json', 'self')).toMatch('\nChoose fields with --fields: --json --fields self. ');
    expect(await told('list', 'self', '--json')).toMatch('\nName a project with -p: swjob list -p self. ');
    expect(await told('info', 'x', '--json', 'id,status')).toMatch('--json --fields id,status. ');
    expect(await told('info', 'x', 'y')).toMatch('\nUsage: swjob info [options] <job>\n');
  });

  it('cannot drive the terminal, and is cut if long', async () => {
    for (const words of [
      ['l\u001b[2Jst'],
      ['list', '--\u001b[2J\n\u202e'],
      ['help', '\u001b[2J\u0085'],
      ['instance', '\u0007'],
    ]) {
      expect(await told(...words)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    const long = 'x'.repeat(1_000_000);
    for (const words of [[long], ['list', `--${long}`], ['help', long], ['-o', long, 'list'], ['completion', long]]) {
      expect((await told(...words)).length).toBeLessThan(500);
    }
  });
});

describe('the value of an option that has few', () => {
  it.each([
    [['list', '--output', 'jsn'], '--output "jsn" is not known', 'json', 'table, json, jsonl, csv, tsv, md, parquet'],
    [['-o', 'tabel', 'list'], '--output "tabel" is not known', 'table', 'table, json, jsonl, csv, tsv, md, parquet'],
    [['list', '--color', 'alway'], '--color "alway" is not known', 'always', 'auto, always, never'],
    [['completion', 'bsah'], 'the shell "bsah" is not known', 'bash', 'bash, zsh, fish, powershell'],
  ])('of %j is reported with a suggestion', async (words, message, meant, known) => {
    expect(await told(...words)).toBe(`swjob: ${message}\nDid you mean ${meant}? It is one of: ${known}\n`);
  });
});

describe('swjob help for something without help', () => {
  it.each([
    [['formating'], 'formatting'],
    [['exit-code'], 'exit-codes'],
    [['uri'], 'uris'],
    [['rowz'], 'rows'],
    [['instance', 'lgin'], 'instance login'],
  ])('%j suggests %s', async (words, meant) => {
    expect(await told('help', ...words)).toMatch(
      new RegExp(`^swjob: no help for ".*"\nDid you mean ${meant}\\? Topics: formatting, exit-codes, `),
    );
  });

  it('lists the topics', async () => {
    expect(await told('help', 'nosuch')).toBe(
      'swjob: no help for "nosuch"\n' +
        'Topics: formatting, exit-codes, environment, filter, uris. Run `swjob --help` for a list of commands.\n',
    );
    expect(await told('help', 'rows', 'labels')).toMatch('no help for "rows labels"');
  });
});
