// Checks, tests and packs a release, and publishes it on request: npm run release [-- --publish]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `npm run release [-- options]
  --dry-run   test and pack, and show what would be published (the default)
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
    // With CI=true, a test whose tool is missing fails, so everything is tested for a release.
    run('bash', ['.ci/run'], { CI: 'true' });
  } catch {
    return stop(['the tests failed']);
  }
  // If tests or the build changed files, the package would differ from the commit.
  const leftBehind = treeProblems(tag);
  if (leftBehind.length > 0) return stop(leftBehind);

  const { file, packed } = pack();
  const sizes = `${packed.entryCount} files, ${packed.size} bytes, ${packed.unpackedSize} installed`;
  say(`\n${name} ${version}: ${sizes}\n${packed.integrity}\n${file}\n\n${changes}\n`);
  if (!publishes) return say(`Nothing is published. \`npm run release -- --publish\` publishes this and tags ${tag}.`);
  run('npm', ['publish', file]);
  run('git', ['tag', '--annotate', tag, '--message', `${name} ${version}`]);
  say(`Published. Now run: git push origin main ${tag}`);
}

/** Why the checked-out commit cannot be released. */
function treeProblems(tag) {
  const branch = output('git', ['branch', '--show-current']).trim();
  const changed = output('git', ['status', '--porcelain']).trimEnd();
  const isTagged = output('git', ['tag', '--list', tag]) !== '';
  return [
    ...(branch === 'main' ? [] : [`a release is made on main, not on ${branch || 'a commit of no branch'}`]),
    ...(changed === '' ? [] : [`there are uncommitted changes:\n${changed}`]),
    ...(isTagged ? [`the tag ${tag} exists: package.json needs a new version`] : []),
  ];
}

/** The changelog's text for a version; '' if there is none. */
function changesOf(version) {
  const entries = readFileSync('CHANGELOG.md', 'utf8').split(/^(?=## )/m);
  const entry = entries.find((text) => text.startsWith(`## [${version}]`)) ?? '';
  return entry.slice(entry.indexOf('\n') + 1).trim();
}

/** The file to publish, outside the project, and npm's description of it. */
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
