import { beforeAll, describe, expect, it } from 'vitest';
import { create } from '../../src/cli/commands/create.ts';
import { openStandalone } from '../../src/standalone/instance.ts';
import { runCommand } from '../create/command.ts';
import { announceSkipped, builtStore, copyOf, type RealStore, realPython } from './real-store.ts';

announceSkipped();

describe.skipIf(realPython === undefined)('jobs that the real engine runs in another zone', () => {
  let store: RealStore;
  beforeAll(async () => {
    store = await copyOf(await builtStore());
  });

  it.each(['Asia/Shanghai', 'America/Sao_Paulo', 'Asia/Kathmandu'])('have correct times: %s', async (zone) => {
    const before = Date.now();
    const options = { model: 'toy', handler: 'handlers:context', ...(realPython && { python: realPython }) };
    const { stdout, status } = await runCommand(create, [], options, {
      env: { ...store.env, TZ: zone },
      global: { quiet: true },
    });
    expect(status).toBe(0);
    const instance = await openStandalone({ root: store.root, alias: 'local', summaryTable: 'eval/summary' });
    const [newest] = (await instance.listJobs('self', {})).jobs;
    expect(newest?.id).toBe(stdout.trim());
    // Times are whole seconds.
    expect(Date.parse(newest?.created_at ?? '')).toBeGreaterThan(before - 1000);
    expect(Date.parse(newest?.finished_at ?? '')).toBeLessThanOrEqual(Date.now());
    expect(newest?.duration_ms).toBeGreaterThanOrEqual(0);
  });
});
