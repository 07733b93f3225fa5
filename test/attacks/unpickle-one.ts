// Reads the pickle in a file, and prints by how many bytes the process has grown.

import { readFileSync } from 'node:fs';
import { unpickle } from '../../src/pickle/unpickle.ts';

const bytes = readFileSync(process.argv[2] ?? '');
const before = process.memoryUsage().rss;
try {
  unpickle(bytes);
} catch {
  // Other tests check the outcome.
}
process.stdout.write(String(peak() - before));

/** The file has the peak of the program alone; `resourceUsage` may give that of the process that started it. */
function peak(): number {
  try {
    const [, kibibytes] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
