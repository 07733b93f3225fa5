// Runs the fuzz tests for longer than the tests do: npm run fuzz -- --minutes 30 [--seed N]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes} is not a positive number`);
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    FUZZ_MINUTES: String(minutes),
    ...(values.seed !== undefined && { FUZZ_SEED: values.seed }),
  },
});
process.exitCode = status ?? 1;
