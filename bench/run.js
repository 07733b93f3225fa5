// Compares swjob's times with what Node itself needs and with the real client: npm run bench, or node bench/run.js --quick
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchLines } from './lines.js';
import { interleave, output, secondsSince } from './measure.js';
import { judged, machine, machineText, packageText, tableText } from './report.js';
import { copyStore, makeMetrics, makeOddTables, makeStore, makeTables, startPageServer } from './stores.js';

const HELP = `node bench/run.js [options]
  --quick          in three minutes: one store, few runs, no Python client; exits 1 where a limit is missed by
                   more than a tenth
  --rows N         rows of the large table (1,000,000)
  --jobs N         jobs of the large store (10,000)
  --runs N         runs of each command (7); of the longest, at most 3
  --only TEXT      the lines whose name contains this
  --store FOLDER   an existing store instead of the small one (100,000 rows, 1,000 jobs)
  --stores FOLDER  where to make the stores, or find those of an earlier run; they are kept
  --make           only make the stores
  --python PATH    the Python with the real client (default: $SWJOB_PYTHON, or that of scripts/python-env.sh)
  --out FILE       write the figures as JSON
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    jobs: { type: 'string' },
    runs: { type: 'string' },
    only: { type: 'string', default: '' },
    store: { type: 'string' },
    stores: { type: 'string' },
    make: { type: 'boolean', default: false },
    python: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(HELP);
else await bench(values);

async function bench({ quick, rows, jobs, runs, only, store, stores, make, python, out }) {
  const folder = stores ?? mkdtempSync(join(tmpdir(), 'swjob-bench-'));
  let server;
  try {
    note('making the stores …');
    mkdirSync(folder, { recursive: true });
    const large = [number(rows, quick ? 30_000 : 1_000_000), number(jobs, 10_000)];
    server = await startPageServer(folder, 100_000);
    const made = {
      small: store ? copyStore(folder, store) : await makeStore(folder, 100_000, 1000),
      large: await makeStore(folder, ...large, { twin: true }),
      odd: await makeOddTables(folder),
      server,
      ...(!quick && {
        crowd: await makeStore(folder, 10_000, 100_000),
        metrics: await makeMetrics(folder, 100_000, 200),
        tables: await makeTables(folder, 10_000),
        most: await makeStore(folder, 3_000_000, 1),
      }),
    };
    if (make) return;
    const peer = quick ? undefined : (python ?? findPython());
    if (!quick && peer === undefined) note('the real client is missing: scripts/python-env.sh installs it');
    const lines = benchLines(made, peer).filter(({ work, commands }) => work.includes(only) && commands.ours);
    const figures = [];
    for (const group of grouped(lines)) {
      const most = number(runs, quick ? 3 : 7);
      const times = { runs: Math.min(most, group[0].runs ?? most), warmUp: !quick };
      figures.push(...(await measured(group, times, quick ? 2 : 1)));
    }
    const packed = packageText(await output(['npm', 'pack', '--dry-run', '--json', '--ignore-scripts'], process.env));
    report(figures, packed, out);
    if (figures.some(({ verdicts }) => verdicts.some(({ nearly }) => nearly === false))) process.exitCode = 1;
  } finally {
    server?.stop();
    if (stores === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines by group. */
function grouped(lines) {
  const groups = new Map();
  for (const line of lines) {
    const name = line.group ?? line.work;
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  return [...groups.values()];
}

/** Measures lines in turn; those that miss a limit are measured again, up to `attempts` times in all. */
async function measured(lines, times, attempts) {
  const began = performance.now();
  const results = new Map();
  let left = lines;
  for (let attempt = 0; attempt < attempts && left.length > 0; attempt++) {
    const commands = new Map(
      left.flatMap(({ commands }) => Object.values(commands).filter(Boolean)).map((c) => [idOf(c), c]),
    );
    for (const [id, some] of Object.entries(await interleave(Object.fromEntries(commands), times))) {
      results.set(id, [...(results.get(id) ?? []), ...some]);
    }
    left = left.filter((line) => judgedLine(line, results).verdicts.some(({ nearly }) => nearly === false));
  }
  note(`${lines.map(({ work }) => work).join('; ')}: ${secondsSince(began)}`);
  return lines.map((line) => judgedLine(line, results));
}

function judgedLine(line, results) {
  const commands = Object.entries(line.commands).filter(([, command]) => command);
  return judged(line, Object.fromEntries(commands.map(([name, command]) => [name, results.get(idOf(command))])));
}

/** A command is measured once for all lines that contain it. */
function idOf({ argv, env }) {
  return JSON.stringify([argv, env.SW_LOCAL_STORAGE]);
}

function findPython() {
  const made = fileURLToPath(new URL('../.python/bin/python', import.meta.url));
  return process.env.SWJOB_PYTHON || (existsSync(made) ? made : undefined);
}

function report(figures, packed, out) {
  const taken = machine();
  if (out) writeFileSync(out, `${JSON.stringify({ machine: taken, package: packed, lines: figures }, null, 2)}\n`);
  process.stdout.write(`${tableText(figures)}\n\n${machineText(taken)}\n${packed}\n`);
}

function number(text, usual) {
  const value = text === undefined ? usual : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`not a positive integer: ${text}`);
  return value;
}

function note(text) {
  process.stderr.write(`${text}\n`);
}
