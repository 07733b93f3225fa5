import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { examplesOf } from '../../src/cli/syntax/examples.ts';
import { TOPICS } from '../../src/cli/syntax/topics.ts';
import { commandTree, manPages } from '../../src/completion/generated-files.ts';
import { isInstalled } from '../support/installed.ts';

const MAN = new URL('../../man/', import.meta.url);
const fileOf = (name: string): string => fileURLToPath(new URL(name, MAN));

const { program } = commandTree();
const pages = await manPages();
const commands = below(program).map((command) => ({ page: `${nameOf(command)}.1`, command }));

function below(parent: Command): readonly Command[] {
  return [parent, ...parent.createHelp().visibleCommands(parent).flatMap(below)];
}

/** `swjob-instance-login`. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)}-${command.name()}`;
}

/** The source of a page without the escapes that keep characters as they are. */
function plain(page: string): string {
  const characters: Readonly<Record<string, string>> = { aq: "'", ga: '`', ti: '~', ha: '^' };
  return (pages.get(page) ?? '')
    .replaceAll('\\-', '-')
    .replaceAll('\\e', '\\')
    .replaceAll('\\[dq]', '"')
    .replace(/\\\((aq|ga|ti|ha)/g, (_all, name: string) => characters[name] ?? '')
    .replace(/\\\[u([0-9A-F]+)\]/g, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

describe('man/', () => {
  it('is up to date with the command tree (npm run build)', () => {
    const files = readdirSync(MAN).map((name) => [name, readFileSync(fileOf(name), 'utf8')] as const);
    expect(new Map(files)).toEqual(new Map([...pages].sort()));
  });

  it('has a page for every command that the help shows, and for every topic', () => {
    const topics = Object.keys(TOPICS).map((topic) => `swjob-${topic}.7`);
    expect([...pages.keys()].sort()).toEqual([...commands.map(({ page }) => page), ...topics].sort());
  });

  it.each(commands)('has everything from --help in $page', ({ page, command }) => {
    const text = plain(page);
    const titles = Array.from(text.matchAll(/^\.SH (.*)$/gm), ([, title]) => title);
    expect(titles.slice(0, 3)).toEqual(['NAME', 'SYNOPSIS', 'DESCRIPTION']);
    expect(titles.slice(-4)).toEqual(['EXIT STATUS', 'ENVIRONMENT', 'EXAMPLES', 'SEE ALSO']);
    expect(text).toContain('swjob-exit-codes(7) lists the others.\n');
    const help = command.createHelp();
    for (const option of help.visibleOptions(command)) {
      expect(text).toContain(`.B ${option.flags}\n${option.description}\n`);
    }
    for (const { description } of help.visibleArguments(command)) expect(text).toContain(description);
    for (const each of help.visibleCommands(command)) expect(text).toContain(`${each.summary()}\n`);
    for (const [line, purpose] of examplesOf(command)) expect(text).toContain(`${purpose}:\n.RS 4\n.nf\n${line}\n.fi`);
  });

  it.each(Object.entries(TOPICS))('has the topic in swjob-%s.7', async (topic, { summary, load }) => {
    const text = plain(`swjob-${topic}.7`);
    expect(text).toContain(`\n.SH NAME\nswjob-${topic} \\- ${summary}\n`.replaceAll('\\-', '-'));
    const [, ...body] = (await load()).trimEnd().split('\n\n');
    for (const part of body) expect(text).toContain(part);
  });

  it('refers to existing pages', () => {
    for (const [page, text] of pages) {
      for (const [, name = '', number] of text.matchAll(/^\.BR (\S+) \((\d)\)/gm)) {
        expect([page, ...pages.keys()]).toContain(`${name.replaceAll('\\-', '-')}.${number}`);
      }
      for (const [, name = '', number] of plain(page).matchAll(/(swjob[\w-]*)\((\d)\)/g)) {
        expect([...pages.keys()]).toContain(`${name}.${number}`);
      }
    }
  });

  it.runIf(isInstalled('man'))('renders without warnings on 80 columns, and keeps every character', () => {
    const env = { ...process.env, LANG: 'C.UTF-8', MANWIDTH: '80', MAN_KEEP_FORMATTING: '' };
    for (const name of pages.keys()) {
      const page = spawnSync('man', ['--warnings=w', '-l', fileOf(name)], { env, encoding: 'utf8' });
      expect([name, page.status, page.stderr]).toEqual([name, 0, '']);
      expect(page.stdout).toContain('NAME');
      // Examples are printed as typed, however long.
      const [text = ''] = page.stdout.split('\nEXAMPLES\n');
      const wide = text
        .replace(/.\x08/g, '')
        .split('\n')
        .filter((line) => line.length > 80);
      expect([name, wide]).toEqual([name, []]);
    }
    const rows = spawnSync('man', ['-l', fileOf('swjob-rows.1')], { env, encoding: 'utf8' });
    expect(rows.stdout).toContain("--where 'input/label != output/label' --columns id,input/label,output/label");
  });
});
