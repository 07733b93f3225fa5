import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './support/stores.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const python = process.env['SWJOB_PYTHON'];

/** The commands of the console block below a heading, and what is printed behind the last of them. */
function consoleBlock(heading: string): { commands: string[]; output: string } {
  const [, block = ''] = README.slice(README.indexOf(`## ${heading}`)).split('```console\n');
  const lines = block.slice(0, block.indexOf('\n```')).split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('$ '));
  const commands = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  return { commands, output: lines.slice(last + 1).join('\n') };
}

describe('the README', () => {
  if (python === undefined && process.env['CI'] === 'true') throw new Error('SWJOB_PYTHON names no Python');

  it.skipIf(python === undefined)(
    'builds a model, runs it, and shows its summary',
    async () => {
      const folder = mkdtempSync(join(await temporaryFolder(), 'readme-'));
      mkdirSync(join(folder, 'bin'));
      symlinkSync(join(PROJECT, 'bin', 'swjob.js'), join(folder, 'bin', 'swjob'));
      const env = {
        ...process.env,
        HOME: folder,
        SW_CLI_CONFIG: join(folder, 'config.yaml'),
        SW_LOCAL_STORAGE: join(folder, 'store'),
        PATH: [join(folder, 'bin'), dirname(python ?? ''), dirname(process.execPath), process.env['PATH']].join(
          delimiter,
        ),
      };
      const { commands, output } = consoleBlock('Run a job');
      expect(commands).toHaveLength(4);
      let printed = '';
      for (const command of commands) {
        const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd: PROJECT, env });
        printed = stdout;
      }
      expect(printed.trimEnd()).toBe(output);
    },
    120_000,
  );
});
