// Reads a table with the library: node bench/library.js JOB TABLE [COLUMNS]
// Prints the number of rows, and the longest time in which no timer ran, in milliseconds.
import { performance } from 'node:perf_hooks';
import { job } from '../dist/index.js';

const EVERY = 1;

const [uri, table, columns] = process.argv.slice(2);
let rows = 0;
let gap = 0;
let last = 0;
const timer = setInterval(() => {
  const now = performance.now();
  if (last > 0) gap = Math.max(gap, now - last - EVERY);
  last = now;
}, EVERY);
for await (const row of job(uri).getTableRows(table, { ...(columns && { columns: columns.split(',') }) })) {
  if (row.id !== undefined || columns) rows++;
}
clearInterval(timer);
process.stdout.write(`${rows} rows\n`);
process.stderr.write(`swjob-gap ${gap.toFixed(1)}\n`);
