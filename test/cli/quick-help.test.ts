import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type HelpPages, quickHelp } from '../../src/cli/quick-help.ts';
import { helpPages } from '../../src/completion/generated-files.ts';
import { swjob } from '../support/cli.ts';
import { loadedFiles } from '../support/loaded.ts';

const PAGES = JSON.parse(readFileSync(new URL('../../dist/help-pages.json', import.meta.url), 'utf8')) as HelpPages;
const ALIASES = ['ls', 'rm'];

describe('help without the command tree', () => {
  it('has an up-to-date page for every command', () => {
    expect(PAGES).toEqual(helpPages());
    expect(Object.keys(PAGES)).toEqual(
      expect.arrayContaining(['', 'list', 'ls', 'instance', 'instance login', 'help']),
    );
  });

  it.each([10, 40, 60, 80, 100, 200])('equals that of the command tree on %i columns', async (columns) => {
    for (const name of Object.keys(PAGES)) {
      const words = name.split(' ').filter(Boolean);
      const told = await swjob([...words, '--help'], { tty: { columns } });
      expect(told.status).toBe(0);
      expect(quickHelp([...words, '--help'], PAGES, columns)).toBe(told.stdout);
      expect(quickHelp([...words, '-h'], PAGES, columns)).toBe(told.stdout);
      expect(quickHelp(['help', ...words], PAGES, columns)).toBe(told.stdout);
    }
    expect(quickHelp([], PAGES, columns)).toBe((await swjob([], { tty: { columns } })).stdout);
  });

  it.each([
    ['list'],
    ['nosuch', '--help'],
    ['help', 'filter'],
    ['help', 'constructor'],
    ['instance login', '--help'],
    ['list', '--quiet', '--help'],
    ['rows', '--where', '--help'],
    ['job', 'list', '--help'],
    ['--help', 'list'],
    ['--', '--help'],
  ])('leaves %s %s to the command tree', (...words) => {
    expect(quickHelp(words, PAGES, 80)).toBe(null);
  });

  it.each([
    ...ALIASES.map((alias) => `${alias} --help`),
    '--help',
    'instance login -h',
    'help rows',
    '',
  ])('loads nothing of the program for "%s"', async (line) => {
    const { files, stdout } = await loadedFiles(line.split(' ').filter(Boolean));
    expect(files).toEqual(['swjob.js', 'quick-help.cjs', 'help-pages.json']);
    expect(stdout).toMatch(/^Usage: swjob /);
  });
});
