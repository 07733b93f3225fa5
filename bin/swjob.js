#!/usr/bin/env node
const words = process.argv.slice(2);
const [first, ...more] = words;
if (more.length === 0 && (first === '--version' || first === '-V')) {
  // Answered without loading the program, as scripts use it to find out whether swjob is installed.
  print(`${require('../dist/version.cjs').VERSION}\n`);
} else if (first === '__complete') {
  // Loads as little as possible: people wait for each TAB.
  require('../dist/complete.cjs').start(more, require('node:path').join(__dirname, '../completions/commands.json'));
} else if (!printHelp()) {
  require('../dist/cli.cjs').start();
}

function printHelp() {
  const last = words.at(-1) ?? '--help';
  if (last !== '--help' && last !== '-h' && first !== 'help') return false;
  const { quickHelp } = require('../dist/quick-help.cjs');
  const help = quickHelp(
    words,
    require('../dist/help-pages.json'),
    process.stdout.columns || Number(process.env.COLUMNS) || 80,
  );
  if (help === null) return false;
  print(help);
  return true;
}

function print(text) {
  process.stdout.on('error', ({ code, message }) => {
    // It is not an error if the reader closes the pipe.
    if (code === 'EPIPE' || code === 'EOF') return;
    process.exitCode = 1;
    process.stderr.write(
      `swjob: cannot write the output: ${code === 'ENOSPC' ? 'no space left on the device' : message}\n`,
    );
  });
  process.stdout.write(text);
}
