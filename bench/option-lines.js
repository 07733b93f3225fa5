import { firstScreen, onOneCore, onTerminal, Store } from './commands.js';
import { atMost, gapWithin, peakWithin, plus } from './judge.js';
import { count } from './report.js';

const MAX_MEMORY = 160;

/** Every way to read rows, compared with P: unpacking all blocks and `JSON.parse` for each line. */
export function optionLines({ small, server }, python) {
  const store = new Store(small, python);
  const parse = store.limit('parse');
  const rows = (...options) => store.swjob('rows', small.job, 'results', ...options);
  const line = (work, factor, command, others = {}) => ({
    work: `${count(small.rows)} rows: ${work}`,
    group: 'options',
    commands: { ours: command, parse, ...others },
    limits: [atMost(factor, 'parse'), peakWithin(MAX_MEMORY)],
  });
  const jsonl = rows('-o', 'jsonl');
  const byLibrary = (work, factor, command) => {
    const { limits, ...rest } = line(work, factor, command);
    return { ...rest, limits: [...limits, gapWithin(20)] };
  };
  return [
    line('-o jsonl', 0.32, jsonl, { inflate: store.limit('inflate'), client: store.client('rows') }),
    line('-o json', 0.32, rows('-o', 'json')),
    line('-o csv', 0.45, rows('-o', 'csv')),
    line('-o csv --safe-csv', 0.45, rows('-o', 'csv', '--safe-csv')),
    line('a pipe', 0.45, rows()),
    line('two --columns', 0.3, rows('-o', 'jsonl', '--columns', 'id,loss')),
    line('two --fields', 0.3, rows('-o', 'jsonl', '--fields', 'id,loss')),
    line('-q', 0.3, rows('-q')),
    line('--where, 1 % hits', 0.32, rows('-o', 'jsonl', '--where', 'count < 10995116277')),
    line('--where by a pattern, half hits', 0.45, rows('-o', 'jsonl', '--where', "input/label ~ '[0-4]$'")),
    line('--typed', 0.6, rows('-o', 'jsonl', '--typed')),
    line('--tail 50000', 0.3, rows('-o', 'jsonl', '--tail', '50000')),
    line('--skip-damaged', 0.32, rows('-o', 'jsonl', '--skip-damaged')),
    line('--revision', 0.32, rows('-o', 'jsonl', '--revision', '9000000000000000000')),
    line('a table on a terminal', 1, onTerminal(rows('--no-pager'))),
    byLibrary('getTableRows()', 0.45, store.library(small.job, 'results')),
    byLibrary('getTableRows() of two columns', 0.35, store.library(small.job, 'results', 'id,loss')),
    {
      work: `${count(small.rows)} rows: the first screen of a terminal`,
      commands: {
        ours: firstScreen(onTerminal(rows('--no-pager'))),
        node: firstScreen(onTerminal(store.node())),
      },
      limits: [plus(100, 'node')],
    },
    {
      work: `${count(small.rows)} rows: -o jsonl on one core`,
      commands: onOneCore({ ours: jsonl, parse }),
      limits: [atMost(1, 'parse')],
      runs: 3,
    },
    {
      work: `${count(server.rows)} rows of a Server`,
      commands: { ours: store.swjob('rows', server.job, 'results', '-o', 'jsonl'), pages: store.pages(server) },
      limits: [atMost(1.1, 'pages'), peakWithin(MAX_MEMORY)],
    },
    {
      work: `${count(server.rows)} rows of a Server: --tail 50000`,
      commands: {
        ours: store.swjob('rows', server.job, 'results', '-o', 'jsonl', '--tail', '50000'),
        pages: store.pages(server),
      },
      limits: [atMost(2, 'pages'), peakWithin(MAX_MEMORY)],
    },
  ];
}
