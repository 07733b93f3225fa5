import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { examplesOf } from '../../../src/cli/syntax/examples.ts';
import { commandTree } from '../../../src/completion/generated-files.ts';
import type { Ended } from '../../support/cli.ts';
import { isThorough } from '../../support/thorough.ts';
import { python } from '../at-terminal.ts';
import {
  allExamples,
  asks,
  type ExampleLine,
  missingTool,
  nameOf,
  unknownFlags,
  withSubcommands,
} from './example-lines.ts';
import { closeSharedWorld, type World, worldFor } from './example-world.ts';

const { program, helpOf } = commandTree();
const commands = withSubcommands(program).map((command) => ({ name: nameOf(command), command }));
const examples = (await allExamples(program)).map((example) => ({ ...example, missing: missingTool(example) }));
/** Each line once, even if several commands have it. */
const runnable = [...new Map(examples.map((each) => [each.line, each])).values()].filter(
  ({ missing }) => missing === null,
);
const leftOut = examples.filter(({ missing }) => missing !== null);

for (const { line, missing } of leftOut) {
  const message = `an example needs ${missing}: ${line}`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n`);
}

describe('the help of', () => {
  it.each(commands)('$name ends with two to five examples', ({ command }) => {
    const list = examplesOf(command);
    expect(list.length).toBeGreaterThanOrEqual(2);
    expect(list.length).toBeLessThanOrEqual(5);
    const printed = list.map(([line, purpose]) => `  # ${purpose}\n  $ ${line}\n`).join('');
    expect(helpOf(command).endsWith(`\nExamples:\n${printed}`)).toBe(true);
  });

  it('each command has examples of that command, with its own options', () => {
    for (const { of, line } of examples) {
      expect(unknownFlags(line, program), line).toEqual([]);
      expect(line).toMatch(of === 'swjob' || of.startsWith('help') ? /^swjob / : new RegExp(`\\bswjob ${of}\\b`));
    }
  });
});

const TERMINAL = fileURLToPath(new URL('../type_at_terminal.py', import.meta.url));

/** Expected output on stderr: notes, and the engine's messages. */
const NOTES = [
  /^(?:✈|⏳|🏦|💯|\s+\*?\s+\[\d+\]:) .*$/u,
  /^\d+ jobs, tables and blocks of .* read, none damaged$/,
  /^(?:Every table belongs to a job\.|\d+ tables? .* (?:would be deleted|belongs? to no job).*| {2}project\/.*|swjob doctor --store --prune deletes them\.)$/,
  /^(?:Not compared: duration_seconds \(--ignore '' compares all columns\)\.|\d+ artifacts? saved to \w+|\d+ files? written to \w+)$/,
  /^The current instance is now \w+\.$/,
  /^Choose a project: swjob project select srv\/project\/PROJECT$/,
];

afterAll(closeSharedWorld);

describe.concurrent('an example works as printed:', () => {
  it.each(isThorough ? runnable : runnable.slice(0, 4))('$line', async (example) => {
    const { of, line } = example;
    const world = await worldFor(of, line);
    try {
      const ended = await inShell(example, world);
      const odd = ended.stderr.split('\n').filter((told) => !NOTES.some((note) => note.test(told)));
      expect({ status: ended.status, odd }).toEqual({ status: 0, odd: [''] });
      expect(await seen(line, ended, world)).not.toBe('');
    } finally {
      await world.close();
    }
  }, 60_000);

  it.skipIf(true).each(leftOut)('$line ($missing is missing)', () => undefined);
});

/** What shows that an example had an effect: its output, even if it goes to a file, or a note. */
async function seen(line: string, { stdout, stderr }: Ended, { folder }: World): Promise<string> {
  const [, file] = /(?:>|--out) ([\w.~/]+)$/.exec(line) ?? [];
  if (file !== undefined) return readFile(join(folder, file.replace('~/', '')), 'utf8');
  return line.startsWith('source ') ? 'completions' : stdout || stderr;
}

/** Runs a line in bash; on a terminal if a user has to answer, with everything shown as stdout. */
function inShell(example: ExampleLine, { env, folder, server }: World): Promise<Ended> {
  const { line } = example;
  const login = [`User name on=${server.userName}`, `Password:=${server.userPwd}`];
  const answers = line.includes('login') ? login : ['[y/N]=y'];
  const words = ['bash', '-c', line];
  const [command = '', ...args] = asks(example) ? [python ?? '', TERMINAL, ...answers, '--', ...words] : words;
  return new Promise((resolve) => {
    execFile(command, args, { env, cwd: folder, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
  });
}
