// Times swjob beside what Node itself needs and beside the real client: npm run bench, or node bench/run.js --quick
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchLines, YARDSTICKS } from './lines.js';
import { interleave, output, secondsSince } from './measure.js';
import { judged, machine, machineText, packageText, tableText } from './report.js';
import { copyStore, makeStore, startPageServer, unpackShared } from './stores.js';

const HELP = `node bench/run.js [options]
  --quick         a tenth of the rows, jobs and runs, without the Python client
  --rows N        rows of the large table (1,000,000)
  --jobs N        jobs of the large store (10,000)
  --runs N        runs of each command (7); of the longest, at most 3
  --only TEXT     the lines whose name holds this
  --store FOLDER  in the place of the small store (100,000 rows, 1,000 jobs), a store that is there
  --python PATH   the Python that has the real client; $SWJOB_PYTHON, or that of scripts/python-env.sh, unless given
  --keep          leave the stores that were made
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    jobs: { type: 'string' },
    runs: { type: 'string' },
    only: { type: 'string', default: '' },
    store: { type: 'string' },
    python: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(HELP);
else await bench(values);

async function bench({ quick, rows, jobs, runs, only, store, python, keep }) {
  const scale = quick ? 10 : 1;
  const folder = mkdtempSync(join(tmpdir(), 'swjob-bench-'));
  let server;
  try {
    note('making the stores …');
    const small = store
      ? copyStore(folder, store)
      : ((quick ? null : unpackShared(folder)) ?? makeStore(folder, 100_000 / scale, 1000 / scale));
    const large = makeStore(folder, number(rows, 1_000_000 / scale), number(jobs, 10_000 / scale), { twin: true });
    server = await startPageServer(folder, 100_000 / scale);
    const peer = quick ? undefined : (python ?? findPython());
    if (!quick && peer === undefined) note('the real client is not there: scripts/python-env.sh installs it');
    const lines = benchLines({ small, large, origin: server, python: peer });
    const most = number(runs, quick ? 3 : 7);
    const figures = [];
    for (const line of lines.filter(({ work }) => work.includes(only))) {
      const commands = Object.fromEntries(Object.entries(line.commands).filter(([, command]) => command));
      if (commands.ours === undefined) continue;
      const began = performance.now();
      try {
        figures.push(judged(line, await interleave(commands, Math.min(most, line.runs ?? most))));
        note(`${line.work}: ${secondsSince(began)}`);
      } catch (error) {
        note(`${line.work}: ${error.message}`);
        process.exitCode = 1;
      }
    }
    const packed = packageText(await output(['npm', 'pack', '--dry-run', '--json', '--ignore-scripts'], process.env));
    report(figures, packed);
  } finally {
    server?.stop();
    if (keep) note(`the stores are in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function findPython() {
  const made = fileURLToPath(new URL('../.python/bin/python', import.meta.url));
  return process.env.SWJOB_PYTHON || (existsSync(made) ? made : undefined);
}

function report(figures, packed) {
  const taken = machine();
  const file = fileURLToPath(new URL('results.json', import.meta.url));
  writeFileSync(file, `${JSON.stringify({ machine: taken, package: packed, lines: figures }, null, 2)}\n`);
  process.stdout.write(`${tableText(figures, YARDSTICKS)}\n\n${machineText(taken)}\n${packed}\n`);
}

function number(text, usual) {
  const value = text === undefined ? usual : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`not a number of them: ${text}`);
  return value;
}

function note(text) {
  process.stderr.write(`${text}\n`);
}
