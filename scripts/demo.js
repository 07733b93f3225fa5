// Shows swjob on a real store, unpacked to a temporary folder: prints each command, then runs it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'swjob-demo-'));
const demos = [
  ['list', '--size', '8', '--metric', 'accuracy'],
  ['info', 'qsrgii'],
  ['summary', 'qsrgii', 'q7bggg'],
  ['tables', 'qsrgii', '--count'],
  ['rows', 'qsrgii', 'labels'],
  [
    'rows',
    'qsrgii',
    'results',
    '--where',
    '`input/label` == "bee"',
    '--columns',
    'id,input/point',
    '--limit',
    '3',
    '-o',
    'jsonl',
  ],
];

try {
  execFileSync('tar', ['-xzf', join(project, 'test', 'stores', 'real.tar.gz'), '-C', folder]);
  const env = {
    ...process.env,
    SW_LOCAL_STORAGE: join(folder, 'real'),
    SW_CLI_CONFIG: join(folder, 'config.yaml'),
    PAGER: '',
  };
  for (const words of demos) {
    console.log(`\n$ swjob ${words.map((word) => (/^[\w@,./-]+$/.test(word) ? word : `'${word}'`)).join(' ')}`);
    const { status } = spawnSync(process.execPath, [join(project, 'bin', 'swjob.js'), ...words], {
      env,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`the demo ended with status ${status}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
