// Reads the pickle in a file, and prints by how many bytes the process has grown, the milliseconds of processor time that it
// took, and what came of it.

import { readFileSync } from 'node:fs';
import { unpickle } from '../../src/pickle/unpickle.ts';
import { UnreadablePickle } from '../../src/pickle/unreadable.ts';
import { jsonText } from '../../src/render/json.ts';

const bytes = readFileSync(process.argv[2] ?? '');
const before = process.memoryUsage().rss;
const began = process.cpuUsage();
let grown = 0;
let outcome: string;
try {
  const value = unpickle(bytes);
  grown = peak() - before;
  outcome = jsonText(value);
} catch (error) {
  grown ||= peak() - before;
  if (!(error instanceof UnreadablePickle) || error.cause !== undefined) throw error;
  outcome = `refused: ${error.message}`;
}
process.stdout.write(JSON.stringify({ grown, milliseconds: process.cpuUsage(began).user / 1000, outcome }));

/** The file has the peak of the program alone; `resourceUsage` may give that of the process that started it. */
function peak(): number {
  try {
    const [, kibibytes] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
