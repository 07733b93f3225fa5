import { copyFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, runProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/stores.ts';

// Runs the release script in a small project, with real git and npm, and a registry that only records requests.

const SCRIPT = fileURLToPath(new URL('../../scripts/release.js', import.meta.url));
const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-24\n\n- A new thing.\n\n## [1.2.2]\n\n- Old.\n';
const PACKAGE = {
  name: 'released',
  version: '1.2.3',
  type: 'module',
  files: ['index.js'],
  scripts: { test: 'node test.js' },
};

let project: string;
let env: Record<string, string | undefined>;
let registry: Server;
/** The requests to the registry, by method and path. */
let requests: string[];

beforeEach(async () => {
  requests = [];
  registry = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => response.writeHead(request.method === 'PUT' ? 201 : 404).end('{}'));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const origin = `//127.0.0.1:${(registry.address() as AddressInfo).port}/`;
  const home = mkdtempSync(join(await temporaryFolder(), 'home-'));
  writeFileSync(join(home, '.npmrc'), `registry=http:${origin}\n${origin}:_authToken=secret\n`);
  const author = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org' };
  const committer = { GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.org' };
  const git = { GIT_CONFIG_GLOBAL: join(home, '.gitconfig'), GIT_CONFIG_NOSYSTEM: '1', ...author, ...committer };
  env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home, npm_config_cache: join(home, 'cache'), ...git };

  project = mkdtempSync(join(await temporaryFolder(), 'project-'));
  mkdirSync(join(project, 'scripts'));
  mkdirSync(join(project, '.ci'));
  write('.ci/run', 'npm ci && npm test');
  copyFileSync(SCRIPT, join(project, 'scripts', 'release.js'));
  write('package.json', JSON.stringify(PACKAGE));
  write('package-lock.json', JSON.stringify({ ...PACKAGE, lockfileVersion: 3, packages: { '': PACKAGE } }));
  write('CHANGELOG.md', CHANGELOG);
  write('index.js', '');
  write('test.js', 'console.log("tested with CI=" + process.env.CI);');
  await run('git', 'init', '--quiet', '--initial-branch', 'main');
  await commit();
});
afterEach(() => new Promise((resolve) => registry.close(resolve)));

const write = (name: string, text: string) => writeFileSync(join(project, name), text);
const release = (...args: string[]): Promise<Ended> => run(process.execPath, join('scripts', 'release.js'), ...args);
const tags = async () => (await run('git', 'tag')).stdout;

function run(command: string, ...args: string[]): Promise<Ended> {
  return runProgram(command, args, { env, cwd: project });
}

async function commit(): Promise<void> {
  await run('git', 'add', '--all');
  const { status, stderr } = await run('git', 'commit', '--quiet', '--message', 'x');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

describe('a release', () => {
  it.each([[], ['--dry-run']])('tests, packs and shows what would be published: %s', async (...args) => {
    const { status, stdout } = await release(...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\$ bash \.ci\/run\n[\s\S]*tested with CI=true\n/);
    const [, file = ''] = /^(\/.*released-1\.2\.3\.tgz)$/m.exec(stdout) ?? [];
    expect(existsSync(file)).toBe(true);
    expect(stdout).toContain('released 1.2.3: 2 files');
    expect(stdout).toContain('\n- A new thing.\n\nNothing is published.');
    expect(stdout).not.toContain('- Old.');
    expect(requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
    expect(await tags()).toBe('');
  });

  it('is published and tagged only with --publish', async () => {
    const { status, stdout, stderr } = await release('--publish');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toContain('git push origin main v1.2.3');
    expect(requests.filter((request) => request.startsWith('PUT'))).toEqual(['PUT /released']);
    expect(await tags()).toBe('v1.2.3\n');
  });

  it('stops if the tests fail', async () => {
    write('test.js', 'process.exit(1);');
    await commit();
    const { status, stderr } = await release('--publish');
    expect(status).toBe(1);
    expect(stderr).toMatch(/release: the tests failed\n$/);
    expect([requests.filter((request) => request.startsWith('PUT')), await tags()]).toEqual([[], '']);
  });

  it('stops if the tests leave files behind', async () => {
    write('test.js', 'import { writeFileSync } from "node:fs"; writeFileSync("left.txt", "");');
    await commit();
    expect(await release('--publish')).toMatchObject({ status: 1, stderr: expect.stringContaining('?? left.txt') });
  });
});

describe('before anything runs, a release is refused', () => {
  afterEach(() => expect(requests).toEqual([]));

  it('with uncommitted changes', async () => {
    write('index.js', 'changed');
    const text = 'release: there are uncommitted changes:\n M index.js\n';
    expect(await release()).toEqual({ status: 1, stdout: '', stderr: text });
  });

  it('off main', async () => {
    await run('git', 'switch', '--quiet', '--create', 'topic');
    const text = 'release: a release is made on main, not on topic\n';
    expect(await release()).toEqual({ status: 1, stdout: '', stderr: text });
  });

  it.each([
    ['without an entry', CHANGELOG.replace('1.2.3', '1.2.4')],
    ['with an empty one', CHANGELOG.replace('- A new thing.', '')],
  ])('with a changelog %s', async (_, changelog) => {
    write('CHANGELOG.md', changelog);
    await commit();
    const text = 'release: CHANGELOG.md has no entry "## [1.2.3]" with text\n';
    expect(await release()).toEqual({ status: 1, stdout: '', stderr: text });
  });

  it('with an existing tag', async () => {
    await run('git', 'tag', 'v1.2.3');
    const text = 'release: the tag v1.2.3 exists: package.json needs a new version\n';
    expect(await release()).toEqual({ status: 1, stdout: '', stderr: text });
  });

  it('with both --publish and --dry-run, or an unknown flag', async () => {
    const both = 'release: --publish and --dry-run cannot be used together\n';
    expect(await release('--publish', '--dry-run')).toEqual({ status: 1, stdout: '', stderr: both });
    const unknown = expect.stringMatching(/^release: Unknown option '--pubish'.*\n$/);
    expect(await release('--pubish')).toEqual({ status: 1, stdout: '', stderr: unknown });
  });
});
