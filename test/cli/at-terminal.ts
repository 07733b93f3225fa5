import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, PROGRAM } from '../support/cli.ts';

const environment = fileURLToPath(new URL('../../.python/', import.meta.url));
const made = existsSync(join(environment, 'complete')) ? join(environment, 'bin/python') : undefined;

/** The Python with the real client; tests that need it, or a terminal, are skipped without it. */
export const python = process.env['SWJOB_PYTHON'] || made;

if (python === undefined) {
  const message = 'tests on a real terminal need Python: run scripts/python-env.sh, or set SWJOB_PYTHON';
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`\nSKIPPED: ${message}\n\n`);
}

/** Runs the built program on its own terminal. `answers` are `PROMPT=ANSWER`; stdout is everything shown. */
export function atTerminal(
  answers: readonly string[],
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const script = fileURLToPath(new URL('type_at_terminal.py', import.meta.url));
  return runProgram(python ?? '', [script, ...answers, '--', process.execPath, PROGRAM, ...args], env);
}

/** Runs any program; the status is -1 if a signal ended it. */
export function runProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, stdout, stderr });
    });
  });
}
