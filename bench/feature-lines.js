import { join } from 'node:path';
import { Store } from './commands.js';
import { atMost, peakWithin, processorTimePlus } from './judge.js';
import { count } from './report.js';

/** What is done with whole tables, besides printing them. */
export function featureLines({ small, large }) {
  const many = new Store(large);
  const rows = (...options) => many.swjob('rows', large.job, 'results', '-o', 'jsonl', ...options);
  return [
    {
      work: `${count(large.pickled)} pickled dicts to jsonl`,
      commands: {
        ours: many.swjob('rows', large.job, 'pickled', '-o', 'jsonl'),
        bytes: many.swjob('rows', large.job, 'pickled', '-o', 'jsonl', '--no-unpickle'),
      },
      limits: [processorTimePlus(600, 'bytes')],
      runs: 3,
    },
    ...[small, large].map((store) => {
      const rowsTo = (format) => {
        const words = ['-o', format, '--out', join(store.root, `bench.${format}`)];
        return new Store(store).swjob('rows', store.job, 'results', ...words);
      };
      return {
        work: `all ${count(store.rows)} rows to a Parquet file`,
        commands: { ours: rowsTo('parquet'), jsonl: rowsTo('jsonl') },
        limits: [atMost(1.5, 'jsonl'), peakWithin(200)],
        runs: 3,
      };
    }),
    ...Object.entries({
      'a line': ['--kind', 'line', '--y', 'loss'],
      'a histogram': ['--y', 'loss'],
      points: ['--kind', 'scatter', '--x', 'loss', '--y', 'duration_seconds'],
    }).map(([what, words]) => ({
      work: `plot: ${what} of ${count(large.rows)} rows`,
      group: 'plot',
      commands: { ours: many.swjob('plot', large.job, 'results', ...words), printed: rows('--columns', 'loss') },
      limits: [processorTimePlus(500, 'printed')],
      runs: 3,
    })),
    {
      work: `diff of ${count(large.rows)} rows and as many, one in a hundred changed`,
      commands: { ours: many.swjob('diff', large.job, large.twin, 'results', '--json'), print: rows() },
      limits: [atMost(2.5, 'print'), peakWithin(160)],
      runs: 3,
    },
  ];
}
