import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.ts';

// Small programs that exit with 1 as long as a fault exists. They are beside the project, so a clone alone has none.
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const CASES = join(PROJECT, '../shared/cases');
const names = existsSync(CASES) ? readdirSync(CASES).filter((name) => /^\d\d_.*\.(?:py|sh)$/.test(name)) : [];
/** These run jobs with the real client. */
const NEEDS_CLIENT = /^(?:01|07)_/;
const python = process.env['SWJOB_PYTHON'] ?? '';

describe.skipIf(names.length === 0)('a fault found earlier', () => {
  for (const name of names) {
    it.skipIf(NEEDS_CLIENT.test(name) && python === '')(
      `is not there again: ${name}`,
      { timeout: 300_000 },
      async () => {
        const { PATH, HOME } = process.env;
        const env = { PATH, HOME, SWJOB: 'bin/swjob.js', PY: python };
        const ended = await runProgram(name.endsWith('.sh') ? 'bash' : 'python3', [join(CASES, name)], {
          env,
          cwd: PROJECT,
        });
        expect({ status: ended.status, said: ended.stdout.slice(-500) + ended.stderr.slice(-500) }).toEqual({
          status: 0,
          said: expect.any(String),
        });
      },
    );
  }
});
