import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobScope } from '../../src/job/instance.ts';
import { checkProject, findJobFolder, jobFolder, jobFolders, projectNames } from '../../src/standalone/job-folders.ts';
import { makeOddFile } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';

let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(await temporaryFolder(), 'store-'));
  mkdirSync(join(root, 'self'));
});

const make = (version: string, removed = false) =>
  mkdirSync(jobFolder(root, 'self', version, removed), { recursive: true });
const list = (removed = false, prefix?: string) =>
  Array.from(jobFolders(root, 'self', removed, prefix), ({ version }) => version).sort();
const find = (id: string, among: JobScope = 'active') => findJobFolder(root, 'self', id, among);

describe('jobFolders', () => {
  it('returns the versions of active or removed jobs', () => {
    for (const version of ['abc', 'abd', 'xy', 'x', 'A-_9']) make(version);
    make('gone', true);
    expect(list()).toEqual(['A-_9', 'abc', 'abd', 'x', 'xy']);
    expect(list(true)).toEqual(['gone']);
    expect(list(false, 'ab')).toEqual(['abc', 'abd']);
    expect(list(false, 'abc')).toEqual(['abc']);
    expect(list(false, 'x')).toEqual(['x', 'xy']);
    expect(list(false, 'abcd')).toEqual([]);
    expect([...jobFolders(root, 'self', true)]).toEqual([
      { version: 'gone', path: join(root, 'self', 'job', '.recover', 'go', 'gone'), removed: true },
    ]);
  });

  it('is empty without jobs', () => {
    expect(list()).toEqual([]);
    expect(list(true)).toEqual([]);
  });

  it('leaves out anything but jobs: files, links, names that do not fit their folder', () => {
    make('abc');
    const job = join(root, 'self', 'job');
    for (const odd of [
      'ab/bad version',
      'ab/abc.tmp',
      'ab/xyz',
      'abc/abcd',
      'a/abc',
      'bad version/x',
      '.hidden/x',
      'zz',
      'ab/.deleted-abx',
      'é/é',
    ]) {
      mkdirSync(join(job, odd), { recursive: true });
    }
    writeFileSync(join(job, 'fi'), '');
    writeFileSync(join(job, 'ab', 'abfile'), '');
    symlinkSync(join(job, 'ab', 'abc'), join(job, 'ab', 'ablink'));
    symlinkSync(join(job, 'ab'), join(job, 'ln'));
    expect(list()).toEqual(['abc']);
  });

  it('does not mistake an unreadable folder for an empty one', () => {
    makeOddFile('a link to itself', join(root, 'self', 'job'));
    expect(() => list()).toThrow(expect.objectContaining({ code: 'damaged' }));
    makeOddFile('a FIFO', join(root, 'self', 'job'));
    expect(() => list()).toThrow(`${join(root, 'self', 'job')}: cannot be read: not a directory`);
    expect(() => find('abc')).toThrow('not a directory');
  });
});

describe('findJobFolder', () => {
  beforeEach(() => {
    for (const version of ['abc', 'abcd', 'abx', 'q']) make(version);
    for (const version of ['gone', 'gold', 'abx', 'abzz']) make(version, true);
  });

  it('prefers the exact version, then the one with this prefix', () => {
    expect(find('abc').version).toBe('abc');
    expect(find('abcd').version).toBe('abcd');
    expect(find('abx').version).toBe('abx');
    expect(find('q').version).toBe('q');
    expect(find('abcd').path).toBe(join(root, 'self', 'job', 'ab', 'abcd'));
  });

  it('refuses an id that matches several, and lists them', () => {
    expect(() => find('ab')).toThrow(
      expect.objectContaining({
        code: 'ambiguous',
        message: '"ab" matches 3 jobs in project self',
        hint: 'Give more letters of one of:\n  abc\n  abcd\n  abx',
      }),
    );
    expect(() => find('a')).toThrow('"a" matches 3 jobs');
    for (let i = 0; i < 12; i++) make(`many${i}`);
    expect(() => find('many')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^(.*\n){11} {2}… and 2 more$/) }),
    );
  });

  it('can find removed jobs, but prefers active ones', () => {
    expect(find('gon', 'removed').version).toBe('gone');
    expect(find('gone', 'any')).toMatchObject({ version: 'gone', removed: true });
    expect(find('abx', 'any').removed).toBe(false);
    expect(find('abx', 'removed').removed).toBe(true);
    expect(find('abz', 'any').version).toBe('abzz');
    expect(() => find('gone')).toThrow(
      expect.objectContaining({ code: 'not-found', hint: 'List the jobs there are: swjob list -p self' }),
    );
    expect(() => find('q', 'removed')).toThrow(
      expect.objectContaining({ code: 'not-found', hint: 'List the jobs there are: swjob list -p self --removed' }),
    );
    expect(() => find('go', 'any')).toThrow('"go" matches 2 jobs');
  });

  it('says where it looked for a job that is not there, and how to list those that are', () => {
    make('active');
    const missing = (among: JobScope) => () => find('nosuch', among);
    expect(missing('active')).toThrow(/^no job "nosuch" in the project self$/);
    expect(missing('any')).toThrow(/^no job "nosuch" in the project self$/);
    expect(missing('removed')).toThrow(/^no job "nosuch" in removed jobs of the project self$/);
    expect(missing('removed')).toThrow(expect.objectContaining({ hint: expect.stringMatching(/ --removed$/) }));
  });

  it('finds nothing for an invalid id, wherever it leads', () => {
    for (const id of [
      '',
      '.',
      '..',
      '../abc',
      'abc/',
      'ab/abc',
      '.recover',
      'abc\0',
      'abc\n',
      'abc*',
      '*',
      '__proto__',
      'zz',
      `${'a'.repeat(5000)}`,
    ]) {
      expect(() => find(id, 'any')).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
  });
});

describe('checkProject', () => {
  it('accepts existing projects, and lists them otherwise', () => {
    mkdirSync(join(root, 'other'));
    for (const name of ['.datastore', 'lost+found', 'bad name!', '1st', 'a'.repeat(81)]) mkdirSync(join(root, name));
    writeFileSync(join(root, 'file'), '');
    expect(projectNames(root)).toEqual(['other', 'self']);
    expect(() => checkProject(root, 'self')).not.toThrow();
    for (const project of ['none', 'file', '..', '.', '', '.datastore', 'self/job', 'self\\job', '../x', '/', 'a\0b']) {
      expect(() => checkProject(root, project)).toThrow(
        expect.objectContaining({
          code: 'not-found',
          message: `the store ${root} has no project ${JSON.stringify(project)}`,
          hint: 'Its projects: other, self',
        }),
      );
    }
  });

  it('says where a store is missing', () => {
    writeFileSync(join(root, 'file'), '');
    for (const store of [join(root, 'none'), join(root, 'file'), join(root, 'file', 'x')]) {
      expect(() => checkProject(store, 'self')).toThrow(
        expect.objectContaining({ code: 'not-found', message: `there is no Starwhale store at ${store}` }),
      );
    }
    expect(() => checkProject(join(root, 'self'), 'x')).toThrow(
      expect.objectContaining({ hint: 'It has no projects yet.' }),
    );
    makeOddFile('a link to itself', join(root, 'loop'));
    expect(() => checkProject(join(root, 'loop'), 'x')).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});
