// Runs a command until it has printed its first lines: node bench/first-lines.js COUNT COMMAND…
import { spawn } from 'node:child_process';

const LINE_FEED = 10;

const [count, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
let lines = 0;
child.stdout.on('data', (chunk) => {
  for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines++;
  if (lines >= Number(count)) child.kill('SIGKILL');
});
child.once('close', () => process.exit(0));
