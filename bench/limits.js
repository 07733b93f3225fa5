// The minimum work of reading a table, or its first block: node bench/limits.js inflate|parse|block FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipEntry } from './zip-entry.js';

const LINE_FEED = 10;

const [work, folder] = process.argv.slice(2);
let bytes = 0;
let rows = 0;
const blocks = readdirSync(folder).filter((file) => file.endsWith('.zip'));
for (const name of work === 'block' ? blocks.slice(0, 1) : blocks) {
  const content = unzipEntry(readFileSync(join(folder, name)));
  bytes += content.length;
  if (work !== 'parse') continue;
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf(LINE_FEED, start);
    // The blocks of the bench are ASCII, for which this is the fastest way to a string.
    if (JSON.parse(content.latin1Slice(start, end)).records) rows++;
    start = end + 1;
  }
}
process.stdout.write(`${bytes} bytes, ${rows} rows\n`);
