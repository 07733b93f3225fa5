// Checks, tests and packs a release, and publishes it where that is asked for: npm run release [-- --publish]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `npm run release [-- options]
  --dry-run   test and pack, and say what would be published; so it is without options
  --publish   also publish what was packed, and tag the commit
`;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const options = readOptions();
if (options.help) process.stdout.write(HELP);
else if (options.problem) stop([options.problem]);
else release(options.publish === true);

function readOptions() {
  const known = { 'dry-run': { type: 'boolean' }, publish: { type: 'boolean' }, help: { type: 'boolean' } };
  try {
    const { values } = parseArgs({ options: known });
    const problem = values.publish && values['dry-run'] ? '--publish and --dry-run cannot be used together' : undefined;
    return { ...values, problem };
  } catch (error) {
    return { problem: error.message };
  }
}

function release(publishes) {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const tag = `v${version}`;
  const changes = changesOf(version);
  const problems = [
    ...treeProblems(tag),
    ...(changes ? [] : [`CHANGELOG.md has no entry "## [${version}]" with text`]),
  ];
  if (problems.length > 0) return stop(problems);

  try {
    // Where CI=true, a test that lacks its tool fails: nothing is left out of what is tested for a release.
    run('bash', ['.ci/run'], { CI: 'true' });
  } catch {
    return stop(['the tests failed']);
  }
  // A test or a build that changes files would publish what is in no commit.
  const leftBehind = treeProblems(tag);
  if (leftBehind.length > 0) return stop(leftBehind);

  const { file, packed } = pack();
  const sizes = `${packed.entryCount} files, ${packed.size} bytes, ${packed.unpackedSize} installed`;
  say(`\n${name} ${version}: ${sizes}\n${packed.integrity}\n${file}\n\n${changes}\n`);
  if (!publishes) return say(`Nothing is published. \`npm run release -- --publish\` publishes this and tags ${tag}.`);
  run('npm', ['publish', file]);
  run('git', ['tag', '--annotate', tag, '--message', `${name} ${version}`]);
  say(`Published. What is left: git push origin main ${tag}`);
}

/** What stands against a release of the commit that is checked out. */
function treeProblems(tag) {
  const branch = output('git', ['branch', '--show-current']).trim();
  const changed = output('git', ['status', '--porcelain']).trimEnd();
  const isTagged = output('git', ['tag', '--list', tag]) !== '';
  return [
    ...(branch === 'main' ? [] : [`a release is made on main, not on ${branch || 'a commit of no branch'}`]),
    ...(changed === '' ? [] : [`there are changes that are in no commit:\n${changed}`]),
    ...(isTagged ? [`the tag ${tag} exists: package.json needs a new version`] : []),
  ];
}

/** The text of the changelog's entry for a version; empty where it has none. */
function changesOf(version) {
  const entries = readFileSync('CHANGELOG.md', 'utf8').split(/^(?=## )/m);
  const entry = entries.find((text) => text.startsWith(`## [${version}]`)) ?? '';
  return entry.slice(entry.indexOf('\n') + 1).trim();
}

/** The file to publish, outside of the project, and what npm says of it. */
function pack() {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  const [packed] = JSON.parse(output('npm', ['pack', '--json', '--pack-destination', folder]));
  return { file: join(folder, packed.filename), packed };
}

function run(command, args, env = {}) {
  say(`$ ${command} ${args.join(' ')}`);
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
}

function output(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function stop(problems) {
  process.stderr.write(`${problems.map((problem) => `release: ${problem}`).join('\n')}\n`);
  process.exitCode = 1;
}
