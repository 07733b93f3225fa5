#!/usr/bin/env node
const [word, ...more] = process.argv.slice(2);
if (more.length === 0 && (word === '--version' || word === '-V')) {
  // Answered without loading the program: scripts ask this to learn whether there is a swjob.
  process.stdout.write(`${require('../dist/version.cjs').VERSION}\n`);
} else if (word === '__complete') {
  // Somebody waits for each TAB.
  require('../dist/complete.cjs').start(more, require('node:path').join(__dirname, '../completions/commands.json'));
} else {
  import('../dist/cli.js').then(({ start }) => start());
}
