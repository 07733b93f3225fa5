import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { artifact, JOB, writeStore } from '../written-store.ts';

const ROWS = 2100;

/** A table of more rows than a screen without a pager shows, with the same note in each. */
async function notes(): Promise<string> {
  const { root } = await writeStore({});
  const note = artifact(root, 'a note', { _mime_type: 'text/plain' });
  const block = Array.from({ length: ROWS }, (_, key) => ({ key, revision: 1n, cells: { note } }));
  const store = await writeStore({ t: { keyType: 'INT64', blocks: [block] } });
  artifact(store.root, 'a note');
  return store.root;
}

describe('rows --save-artifacts', () => {
  it.each(['cat', 'true'])('saves all of them, though only some rows are shown: with the pager %s', async (PAGER) => {
    const env = { ...storeEnv(await notes()), PAGER, PATH: process.env['PATH'] };
    const folder = mkdtempSync(join(await temporaryFolder(), 'saved-'));
    const ended = await swjob(['rows', JOB, 't', '--save-artifacts', folder], {
      env,
      tty: { columns: 100, rows: 20 },
      spawn: (command, args, options) => spawn(command, [...args], { ...options, stdio: ['pipe', 'ignore', 'ignore'] }),
    });
    expect(ended.status).toBe(0);
    expect(ended.stderr.replaceAll('\n', ' ')).toContain(`${ROWS} artifacts saved to`);
    expect(readdirSync(folder)).toHaveLength(ROWS + 1);
  });

  it('needs a folder', async () => {
    const ended = await swjob(['rows', JOB, 't', '--save-artifacts', ''], { env: storeEnv(await notes()) });
    expect(ended).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('needs the name of a folder'),
    });
  });
});
