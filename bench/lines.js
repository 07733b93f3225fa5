import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paired, spread } from './measure.js';

const bench = (file) => fileURLToPath(new URL(file, import.meta.url));
const SWJOB = bench('../bin/swjob.js');
const NODE = process.execPath;

/** What stands beside swjob in a line, and how the table calls it. */
export const YARDSTICKS = {
  node: 'bare node',
  block: 'inflate of one block',
  inflate: 'inflate',
  parse: 'inflate + JSON.parse',
  jsonl: 'swjob to jsonl',
  pages: 'pages one by one',
  client: 'Python client',
  bytes: 'the same, pickles as bytes',
  printed: 'printing the column',
  print: 'printing one of them',
};

/**
 * The lines of the bench: what is done, the commands that are compared, and the limits that swjob has to keep.
 * `small` and `large` are stores, each with a `job` (large has a `twin` to compare it with), the `folder` of its table `results`, and the `summaryFolder`; `origin` is the page server's.
 */
export function benchLines({ small, large, origin, python }) {
  const few = new Store(small, python);
  const many = new Store(large, python);
  const rowsOf = ({ job }, format = 'jsonl') => ['rows', job, 'results', '-o', format];
  const readers = (store) => ({ inflate: store.limit('inflate'), parse: store.limit('parse') });
  return [
    {
      work: '--version',
      commands: { ours: few.swjob('--version'), node: few.node(), client: few.swcli('--version') },
      limits: [atMost(1.3, 'node')],
    },
    {
      work: '--help',
      commands: { ours: few.swjob('--help'), node: few.node(), client: few.swcli('--help') },
      limits: [atMost(1.5, 'node')],
    },
    {
      work: `list of ${count(small.jobs)} jobs, first page`,
      commands: { ours: few.swjob('list'), node: few.node(), client: few.swcli('job', 'list', '-p', 'self') },
      limits: [plus(100, 'node')],
    },
    {
      work: `list of ${count(large.jobs)} jobs, first page`,
      commands: { ours: many.swjob('list'), node: many.node(), client: many.swcli('job', 'list', '-p', 'self') },
      limits: [plus(400, 'node')],
    },
    {
      work: `summary of one job among ${count(large.jobs)}`,
      commands: {
        ours: many.swjob('summary', large.job),
        node: many.node(),
        block: many.limit('block', large.summaryFolder),
        client: many.client('summary'),
      },
      limits: [plus(150, 'node')],
    },
    ...Object.entries({
      'the jobs': ['info', ''],
      'the tables of a job': ['rows', small.job, ''],
      'the columns of a table': ['rows', small.job, 'results', '--columns', ''],
      'the metrics': ['list', '--metric', ''],
    }).map(([what, words]) => ({
      work: `TAB: ${what}, among ${count(small.jobs)} jobs`,
      commands: { ours: few.swjob('__complete', 'zsh', '--', ...words), node: few.node() },
      limits: [within(100)],
    })),
    {
      work: `all ${count(small.rows)} rows to jsonl`,
      commands: { ours: few.swjob(...rowsOf(small)), node: few.node(), ...readers(few), client: few.client('rows') },
      limits: [atMost(0.8, 'parse')],
    },
    {
      work: `all ${count(small.rows)} rows to csv`,
      commands: { ours: few.swjob(...rowsOf(small, 'csv')), node: few.node(), ...readers(few) },
      limits: [atMost(1, 'parse')],
    },
    ...[
      [small, few],
      [large, many],
    ].map(([store, at]) => ({
      work: `all ${count(store.rows)} rows to a Parquet file`,
      commands: {
        ours: at.swjob(...rowsOf(store, 'parquet'), '--out', join(store.root, 'bench.parquet')),
        jsonl: at.swjob(...rowsOf(store), '--out', join(store.root, 'bench.jsonl')),
        node: at.node(),
      },
      limits: [atMost(1.5, 'jsonl'), { text: 'peak ≤ 200 MB', holds: peakWithin(200e6) }],
      runs: 3,
    })),
    {
      work: `all ${count(small.rows)} rows, on one core`,
      commands: onOneCore({ ours: few.swjob(...rowsOf(small)), node: few.node(), ...readers(few) }),
      limits: [atMost(1, 'parse')],
    },
    {
      work: `all ${count(large.rows)} rows to jsonl`,
      commands: {
        ours: many.swjob(...rowsOf(large)),
        node: many.node(),
        ...readers(many),
        client: many.client('rows'),
      },
      limits: [atMost(0.8, 'parse'), { text: 'peak ≤ 160 MB', holds: peakWithin(160e6) }],
      runs: 3,
    },
    {
      work: `diff of ${count(large.rows)} rows and as many, one in a hundred changed`,
      commands: {
        ours: many.swjob('diff', large.job, large.twin, 'results', '--json'),
        node: many.node(),
        print: many.swjob(...rowsOf(large)),
      },
      limits: [atMost(2.5, 'print'), { text: 'peak ≤ 160 MB', holds: peakWithin(160e6) }],
      runs: 3,
    },
    {
      work: `${count(large.pickled)} pickled dicts to jsonl`,
      commands: {
        ours: many.swjob('rows', large.job, 'pickled', '-o', 'jsonl'),
        node: many.node(),
        bytes: many.swjob('rows', large.job, 'pickled', '-o', 'jsonl', '--no-unpickle'),
      },
      limits: [{ text: `CPU ≤ ${YARDSTICKS.bytes} + 600 ms`, holds: processorTimeWithin(600, 'bytes') }],
    },
    ...Object.entries({
      'a line': ['--kind', 'line', '--y', 'loss'],
      'a histogram': ['--y', 'loss'],
      points: ['--kind', 'scatter', '--x', 'loss', '--y', 'duration_seconds'],
    }).map(([what, words]) => ({
      work: `plot: ${what} of ${count(large.rows)} rows`,
      commands: {
        ours: many.swjob('plot', large.job, 'results', ...words),
        node: many.node(),
        printed: many.swjob('rows', large.job, 'results', '--columns', 'loss', '-o', 'jsonl'),
      },
      limits: [{ text: `CPU ≤ ${YARDSTICKS.printed} + 500 ms`, holds: processorTimeWithin(500, 'printed') }],
      runs: 3,
    })),
    {
      work: `10 rows out of ${count(large.rows)}`,
      commands: {
        ours: many.swjob(...rowsOf(large), '--start', `${large.rows / 2}`, '--end', `${large.rows / 2 + 10}`),
        node: many.node(),
        block: many.limit('block'),
        client: many.client('range'),
      },
      limits: [plus(120, 'node')],
    },
    {
      work: `rows --limit 10 of ${count(large.rows)}`,
      commands: {
        ours: many.swjob(...rowsOf(large), '--limit', '10'),
        node: many.node(),
        block: many.limit('block'),
        client: many.client('limit'),
      },
      limits: [plus(120, 'node')],
    },
    {
      work: `rows of ${count(large.rows)} | head -1`,
      commands: {
        ours: headOf(many.swjob(...rowsOf(large))),
        node: headOf(many.node()),
        block: headOf(many.limit('block')),
      },
      limits: [plus(120, 'node')],
    },
    {
      work: `rows of a Server table, ${count(origin.rows)} rows`,
      commands: {
        ours: few.swjob('rows', origin.job, 'results', '-o', 'jsonl'),
        node: few.node(),
        pages: { argv: [NODE, bench('fetch-pages.js'), origin.address], env: few.env },
      },
      limits: [],
    },
  ];
}

class Store {
  #store;
  #python;

  constructor(store, python) {
    this.#store = store;
    this.#python = python;
    this.env = {
      PATH: process.env.PATH,
      HOME: store.root,
      SW_LOCAL_STORAGE: store.root,
      SW_CLI_CONFIG: store.config,
    };
  }

  swjob(...words) {
    return { argv: [NODE, SWJOB, ...words], env: this.env };
  }

  node() {
    return { argv: [NODE, '-e', '0'], env: this.env };
  }

  limit(work, folder = this.#store.folder) {
    return { argv: [NODE, bench('limits.js'), work, folder], env: this.env };
  }

  swcli(...words) {
    const swcli = this.#python && join(dirname(this.#python), 'swcli');
    return swcli && existsSync(swcli) ? this.#client([this.#python, swcli, ...words]) : undefined;
  }

  client(work) {
    const uri = `local/project/self/job/${this.#store.job}`;
    return this.#python && this.#client([this.#python, bench('client.py'), work, uri]);
  }

  /** It takes minutes in all, so each command runs once; and it writes into its own folders while it only reads. */
  #client(argv) {
    const path = `${dirname(argv[0])}${delimiter}${this.env.PATH}`;
    return { argv, env: { ...this.env, PATH: path, SW_CLI_CONFIG: this.#store.clientConfig }, once: true };
  }
}

function headOf({ argv, env }) {
  return { argv: ['sh', '-c', '"$@" | head -1', 'sh', ...argv], env };
}

/** Where there is no `taskset`, the line is left out. */
function onOneCore(commands) {
  const has = (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'taskset')));
  if (!has) return {};
  const pin = ([name, { argv, env }]) => [name, { argv: ['taskset', '-c', '0', ...argv], env }];
  return Object.fromEntries(Object.entries(commands).map(pin));
}

function atMost(factor, yardstick) {
  return {
    text: `≤ ${factor} × ${YARDSTICKS[yardstick]}`,
    holds: (measured) => {
      const ratio = paired(measured.ours, measured[yardstick], (ours, other) => ours / other);
      return { kept: ratio <= factor, text: `${ratio.toFixed(2)} ×` };
    },
  };
}

function plus(milliseconds, yardstick) {
  return {
    text: `≤ ${YARDSTICKS[yardstick]} + ${milliseconds} ms`,
    holds: (measured) => {
      const difference = paired(measured.ours, measured[yardstick], (ours, other) => ours - other);
      return { kept: difference <= milliseconds, text: `+ ${difference.toFixed(0)} ms` };
    },
  };
}

/** What somebody waits for: no machine is too slow to be told. */
function within(milliseconds) {
  return {
    text: `≤ ${milliseconds} ms`,
    holds: (measured) => {
      const { wall } = spread(measured.ours);
      return { kept: wall.median <= milliseconds, text: `${wall.median.toFixed(0)} ms` };
    },
  };
}

/** The least of the runs: the machine may be busy. */
function processorTimeWithin(milliseconds, yardstick) {
  return (measured) => {
    const difference = spread(measured.ours).cpu.min - spread(measured[yardstick]).cpu.min;
    return { kept: difference <= milliseconds, text: `+ ${difference.toFixed(0)} ms` };
  };
}

function peakWithin(bytes) {
  return (measured) => {
    const { peak } = spread(measured.ours);
    return peak && { kept: peak.median <= bytes, text: `${(peak.median / 1e6).toFixed(0)} MB` };
  };
}

function count(number) {
  return number.toLocaleString('en-US');
}
