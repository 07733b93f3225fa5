import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_HELP, EXIT_CODES_HELP, FORMATTING_HELP } from '../../src/cli/help-topics.ts';
import { TOPICS } from '../../src/cli/syntax/topics.ts';
import { commandTree } from '../../src/completion/generated-files.ts';
import { EXIT_CODES } from '../../src/errors.ts';
import { swjob } from '../support/cli.ts';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(SOURCES, path), 'utf8') }));

describe('swjob help', () => {
  it.each(Object.entries(TOPICS))('%s prints that topic', async (topic, { load }) => {
    const { status, stdout, stderr } = await swjob(['help', topic]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`${(await load()).trimEnd()}\n`);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('alone or with --help is the help of the program, which names the topics', async () => {
    const help = await swjob(['help']);
    expect(await swjob(['--help'])).toEqual(help);
    expect(await swjob([])).toEqual(help);
    expect(await swjob(['job'])).toEqual(help);
    for (const [topic, { summary }] of Object.entries(TOPICS))
      expect(help.stdout).toContain(`${topic.padEnd(13)}${summary}`);
  });

  it('for a command is what its --help prints', async () => {
    const help = await swjob(['rows', '--help']);
    expect(await swjob(['help', 'rows'])).toEqual(help);
    expect(await swjob(['help', 'job', 'rows'])).toEqual(help);
    expect(await swjob(['help', 'ls'])).toEqual(await swjob(['list', '--help']));
    const login = await swjob(['instance', 'login', '--help']);
    expect(await swjob(['help', 'instance', 'login'])).toEqual(login);
    expect(await swjob(['instance', 'help', 'login'])).toEqual(login);
    expect(await swjob(['instance', 'help'])).toEqual(await swjob(['instance']));
  });
});

describe('the layout of help', () => {
  it.each([40, 60, 80, 200])('fits a terminal of %i columns, except examples and usage', async (columns) => {
    for (const args of [['--help'], ['rows', '--help'], ['create', '--help'], ['instance', '--help']]) {
      const { stdout } = await swjob(args, { tty: { columns } });
      const [text = ''] = stdout.split('\nExamples:\n');
      const wide = text
        .split('\n')
        .filter((line) => line.length > Math.min(columns, 100) && !/^(?:Usage: | {3}or: )/.test(line));
      expect(wide).toEqual([]);
    }
  });

  it.each([40, 60])('wraps the lines of topics on a terminal of %i columns, and loses no word', async (columns) => {
    for (const [topic, { load }] of Object.entries(TOPICS)) {
      const { stdout } = await swjob(['help', topic], { tty: { columns } });
      const isBroken = (line: string) => line.length <= columns || /^ *(?:swjob .*|\S+)$/.test(line);
      expect(stdout.split('\n').filter((line) => !isBroken(line))).toEqual([]);
      expect(stdout.trim().split(/\s+/)).toEqual((await load()).trim().split(/\s+/));
    }
  });

  it('indents the rest of a line to its column', async () => {
    const { stdout } = await swjob(['help', 'exit-codes'], { tty: { columns: 60 } });
    expect(stdout).toContain(
      '\n  2    wrong usage: an unknown option, a bad value, no\n       terminal to confirm on\n',
    );
  });

  it('copes with a terminal of unknown width', async () => {
    expect(await swjob(['--help'], { tty: { columns: 0 } })).toEqual(await swjob(['--help']));
  });

  it('has every command in one of the groups', async () => {
    const { program } = commandTree();
    for (const command of program.createHelp().visibleCommands(program)) {
      expect([command.name(), command.helpGroup()]).not.toContain('');
    }
    const { stdout } = await swjob(['--help']);
    expect(Array.from(stdout.matchAll(/^\w.*:$/gm), ([title]) => title)).toEqual([
      'Look at jobs:',
      'Run jobs and change them:',
      'Jobs on a Server or in the Cloud:',
      'Set up:',
      'Options, before or after the command:',
      'Topics of swjob help:',
      'Examples:',
    ]);
  });

  it('lists the values of options that have few', async () => {
    const { program } = commandTree();
    for (const command of [program, ...program.commands]) {
      for (const { argChoices = [], description } of [...command.options, ...command.registeredArguments]) {
        for (const choice of argChoices) expect(description).toContain(choice);
      }
    }
  });
});

describe('the topic of exit statuses', () => {
  it('has exactly those of the errors', () => {
    const told = Array.from(EXIT_CODES_HELP.matchAll(/^ {2}(\d+) /gm), ([, number]) => Number(number));
    expect(told).toEqual([0, ...new Set(Object.values(EXIT_CODES))].sort((a, b) => a - b));
  });
});

describe('the topic of formatting', () => {
  it('has exactly the existing formats and options', () => {
    const { program } = commandTree();
    const flags = program.options.flatMap(({ long, short }) => [long, short]);
    for (const [flag] of FORMATTING_HELP.matchAll(/(?<![\w-])--?[a-z][\w-]*/g)) expect(flags).toContain(flag);
    const formats = Array.from(FORMATTING_HELP.matchAll(/^ {2}-o (\w+)/gm), ([, format]) => format);
    expect(formats).toEqual(program.options.find(({ long }) => long === '--output')?.argChoices);
  });
});

describe('the topic of the environment', () => {
  /** Node's own variable: Node reads the file before the program starts. */
  const OF_NODE = ['NODE_EXTRA_CA_CERTS'];
  /** The only places that read a variable whose name is on another line. */
  const BY_NAME = [
    'src/config/environment.ts: env[name]',
    'src/server/proxies.ts: env[name.toLowerCase()]',
    'src/server/proxies.ts: env[name]',
  ];

  it('lists exactly the variables that the sources read', () => {
    const read = new Set(OF_NODE);
    const byName: string[] = [];
    for (const { path, text } of sources) {
      for (const [, name = '', other] of text.matchAll(/\benv(?:ironment)?\[(?:'(\w+)'|([^\]]+))\]/g)) {
        if (other === undefined) read.add(name.toUpperCase());
        else byName.push(`src/${path}: env[${other}]`);
      }
      for (const [, name = ''] of text.matchAll(/(?:environmentText|setting)\(\w+, '(\w+)'\)/g)) read.add(name);
      for (const [, list = ''] of text.matchAll(/for \(const variable of \[([^\]]*)\]\)/g)) {
        for (const [, name = ''] of list.matchAll(/'(\w+)'/g)) read.add(name);
      }
      expect(text).not.toMatch(/\benv\.[A-Z]|\} = (?:\w+\.)*env\b/);
    }
    expect(byName).toEqual(BY_NAME);
    const terms = ENVIRONMENT_HELP.split('\n').flatMap(
      (line) => /^ {2}([A-Z][\w=]*(?:, [\w=]+)*)/.exec(line)?.[1] ?? [],
    );
    const told = terms.flatMap((term) => term.split(', ').map((name) => name.replace(/=.*/, '')));
    expect([...new Set(told)].sort()).toEqual([...read].sort());
  });
});
