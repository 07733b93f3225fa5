// Stops with a clear message if Node is older than package.json requires.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const wanted = engines.node.replace('>=', '').split('.').map(Number);
const found = process.versions.node.split('.').map(Number);
const differing = wanted.findIndex((part, index) => part !== found[index]);

if (differing >= 0 && found[differing] < wanted[differing]) {
  console.error(`Node ${process.versions.node} is too old: swjob needs Node ${engines.node}`);
  process.exit(1);
}
