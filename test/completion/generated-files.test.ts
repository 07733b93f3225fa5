import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { completionFiles } from '../../src/completion/generated-files.ts';
import { SHELLS } from '../../src/completion/shells/names.ts';
import { SCRIPT_FILES } from '../../src/completion/shells/shell.ts';
import { swjob } from '../support/cli.ts';
import { isInstalled } from '../support/installed.ts';

const COMPLETIONS = new URL('../../completions/', import.meta.url);

function filesIn(folder: URL): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

describe('completions/', () => {
  it('is up to date with the command tree (npm run build)', async () => {
    expect(filesIn(COMPLETIONS)).toEqual(await completionFiles());
  });

  it.each(SHELLS)('holds what swjob completion %s prints', async (shell) => {
    const { status, stdout } = await swjob(['completion', shell]);
    expect(status).toBe(0);
    expect(stdout).toBe(readFileSync(new URL(SCRIPT_FILES[shell], COMPLETIONS), 'utf8'));
  });

  it('knows no other shells', async () => {
    const { status, stderr } = await swjob(['completion', 'tcsh']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/bash, zsh, fish, powershell/);
  });

  it('holds scripts that their shells can read', () => {
    for (const shell of ['bash', 'zsh', 'fish'] as const) {
      if (isInstalled(shell)) execFileSync(shell, ['-n', fileURLToPath(new URL(SCRIPT_FILES[shell], COMPLETIONS))]);
    }
  });

  it('has a PowerShell script that calls the program and has balanced brackets', () => {
    const script = readFileSync(new URL(SCRIPT_FILES.powershell, COMPLETIONS), 'utf8');
    expect(script).toMatch(/^Register-ArgumentCompleter -Native -CommandName 'swjob' -ScriptBlock \{$/m);
    expect(script).toContain('& swjob __complete powershell -- @words "$wordToComplete."');
    for (const [open, close] of ['{}', '()', '[]']) {
      expect(script.split(open ?? '').length).toBe(script.split(close ?? '').length);
    }
  });
});
