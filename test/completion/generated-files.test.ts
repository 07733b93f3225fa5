import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SHELLS } from '../../src/cli/syntax/completion.ts';
import { commandTree, completionFiles, manPages } from '../../src/completion/generated-files.ts';
import { SCRIPT_FILES } from '../../src/completion/shells/shell.ts';
import { swjob } from '../support/cli.ts';

const COMPLETIONS = new URL('../../completions/', import.meta.url);
const MAN = new URL('../../man/', import.meta.url);

function filesIn(folder: URL): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

describe('completions/', () => {
  it('holds what node scripts/completions.js writes', async () => {
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

  it('has a PowerShell script that asks the program, and balances its brackets', () => {
    const script = readFileSync(new URL(SCRIPT_FILES.powershell, COMPLETIONS), 'utf8');
    expect(script).toMatch(/^Register-ArgumentCompleter -Native -CommandName 'swjob' -ScriptBlock \{$/m);
    expect(script).toContain('& swjob __complete powershell -- @words "$wordToComplete."');
    for (const [open, close] of ['{}', '()', '[]']) {
      expect(script.split(open ?? '').length).toBe(script.split(close ?? '').length);
    }
  });
});

describe('man/', () => {
  it('holds what node scripts/man.js writes', async () => {
    expect(filesIn(MAN)).toEqual(await manPages());
  });

  it('has a page for every command that the help shows', async () => {
    const names = [...(await manPages()).keys()];
    const { program } = commandTree();
    for (const command of program.createHelp().visibleCommands(program)) {
      expect(names).toContain(`swjob-${command.name()}.1`);
    }
    expect(names).toContain('swjob-instance-login.1');
    expect(names.filter((name) => name.includes('__'))).toEqual([]);
  });

  it('tells all options, examples and topics', async () => {
    const pages = await manPages();
    const plain = (name: string) => (pages.get(name) ?? '').replaceAll('\\-', '-').replaceAll('\\(aq', "'");
    for (const flag of ['--where', '--key-type', '--save-artifacts']) expect(plain('swjob-rows.1')).toContain(flag);
    expect(plain('swjob-rows.1')).toContain('swjob rows @latest results --start 100 --end 200 -o jsonl');
    for (const part of ['EXIT STATUSES', 'ENVIRONMENT', 'SW_LOCAL_STORAGE', 'cloud://', '--request-timeout']) {
      expect(plain('swjob.1')).toContain(part);
    }
  });

  it.runIf(isInstalled('man'))('renders without warnings, and keeps every character', async () => {
    const env = { ...process.env, LANG: 'C.UTF-8', MANWIDTH: '100', MAN_KEEP_FORMATTING: '' };
    for (const name of (await manPages()).keys()) {
      const page = spawnSync('man', ['--warnings=w', '-l', fileURLToPath(new URL(name, MAN))], {
        env,
        encoding: 'utf8',
      });
      expect([name, page.status, page.stderr]).toEqual([name, 0, '']);
      expect(page.stdout).toContain('NAME');
    }
    const rows = spawnSync('man', ['-l', fileURLToPath(new URL('swjob-rows.1', MAN))], { env, encoding: 'utf8' });
    expect(rows.stdout).toContain("--where '`input/label` != output.label' -o jsonl | head");
  });
});
