// count-tests.js (REPORT STATUS)...: prints `N passed, N failed[, N skipped]` for all of vitest's JSON reports, after the
// failures, and exits with 1 if a test failed, a run has no passed tests, or a test command ended with a status other than 0.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const runs = [];
for (let at = 2; at < process.argv.length; at += 2) runs.push(countOf(process.argv[at], process.argv[at + 1]));

const total = (key) => runs.reduce((sum, run) => sum + run[key], 0);
const [passed, failed, skipped] = [total('passed'), total('failed'), total('skipped')];
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = runs.length > 0 && failed === 0 && runs.every((run) => run.passed > 0) ? 0 : 1;

function countOf(path, status) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const files = text === '' ? [] : JSON.parse(text).testResults;
  const tests = files.flatMap((file) => file.assertionResults.map((test) => test.status));
  const count = (...statuses) => tests.filter((one) => statuses.includes(one)).length;
  // A file that could not be loaded has no tests, and after a failed hook the tests are skipped.
  const broken = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed));
  const reported = count('failed') + broken.length;
  for (const file of broken) tellFailure(file, '', [file.message]);
  for (const file of files) {
    for (const test of file.assertionResults.filter(isFailed))
      tellFailure(file, ` > ${test.fullName}`, test.failureMessages);
  }
  // If no report has a failure, the command itself failed: a build, or a worker that ended.
  if (status !== '0' && reported === 0) {
    console.error(`a test command ended with status ${status}${text === '' ? ' before any test ran' : ''}`);
  }
  const failed = status !== '0' && reported === 0 ? 1 : reported;
  return { passed: count('passed'), failed, skipped: count('skipped', 'pending', 'todo') };
}

// Repeats at the end what stands far above in a long log.
function tellFailure(file, name, messages) {
  console.log(`FAILED ${relative('', file.name)}${name}\n${messages.join('\n').slice(0, 2000).replace(/^/gm, '  ')}\n`);
}

function isFailed(test) {
  return test.status === 'failed';
}
