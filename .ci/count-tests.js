// count-tests.js REPORT STATUS: prints `N passed, N failed[, N skipped]` from vitest's JSON report, as the last line, and
// exits with 1 if something failed, no test ran, or the test command ended with another status than 0.
import { readFileSync } from 'node:fs';

const [path, status] = process.argv.slice(2);
const text = readFileSync(path, 'utf8');
if (text === '') console.error(`the test command ended with status ${status} before any test ran`);
const files = text === '' ? [] : JSON.parse(text).testResults;

const tests = files.flatMap((file) => file.assertionResults.map((test) => test.status));
const passed = tests.filter((test) => test === 'passed').length;
const skipped = tests.filter((test) => test === 'skipped' || test === 'pending' || test === 'todo').length;
// A file that could not be loaded has no tests to count, and a hook that failed leaves its tests skipped.
const broken = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed)).length;
const beforeTests = text === '' ? 1 : 0;
const failed = files.flatMap((file) => file.assertionResults.filter(isFailed)).length + broken + beforeTests;

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 || status !== '0' ? 1 : 0;

function isFailed(test) {
  return test.status === 'failed';
}
