// Reads one of the pickles by its name, and prints by how many bytes the process has grown.

import { unpickle } from '../../src/pickle/unpickle.ts';
import { BOMBS } from '../pickle/attack-pickles.ts';

const bytes = BOMBS.find(({ name }) => name === process.argv[2])?.bytes();
if (bytes === undefined) throw new Error('no such pickle');
const before = process.memoryUsage().rss;
const peakBefore = process.resourceUsage().maxRSS * 1024;
try {
  unpickle(bytes);
} catch {
  // Other tests check the value.
}
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(String(Math.max(peak > peakBefore ? peak : 0, process.memoryUsage().rss) - before));
