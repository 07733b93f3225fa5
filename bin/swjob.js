#!/usr/bin/env node
const [word, ...more] = process.argv.slice(2);
if (more.length === 0 && (word === '--version' || word === '-V')) {
  // Answered without loading the program: scripts ask this to learn whether there is a swjob.
  const { VERSION } = await import('../dist/version.js');
  process.stdout.write(`${VERSION}\n`);
} else {
  const { start } = await import('../dist/cli.js');
  await start();
}
