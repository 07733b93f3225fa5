import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../../support/cli.ts';
import { copyOfStore, unpackStore } from '../../support/stores.ts';
import { float, JOB, writeStore } from '../written-store.ts';
import { plot } from './plotted.ts';

describe('plot', () => {
  it('draws with letters if the locale lacks Braille', async () => {
    const env = { ...storeEnv(await unpackStore('vision')), NO_COLOR: '1' };
    const drawnBy = async (locale: Record<string, string>) =>
      (await swjob(['plot', '6nlo', 'train/steps'], { env: { ...env, ...locale } })).stdout;
    expect(await drawnBy({ LANG: 'C' })).toMatch(/^[\n -~]*$/);
    expect(await drawnBy({ LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' })).toMatch(/^[\n -~]*$/);
    expect(await drawnBy({ LC_ALL: '', LC_CTYPE: 'C.utf8', LANG: 'C' })).toContain('⠉');
  });

  it.each([
    [60, 20],
    [100, 30],
    [200, 50],
  ])('fits a terminal of %i cells and %i lines', async (columns, rows) => {
    const { stdout } = await plot(['6nlo', 'train/steps'], { columns, rows });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(rows);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    await expect(stdout).toMatchFileSnapshot(`screens/plot-${columns}.txt`);
  });

  it('draws at 80 columns in a pipe', async () => {
    const { stdout } = await plot(['6nlo', 'train/steps']);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain('⠉');
    expect((await plot(['6nlo', 'train/steps', '--ascii'])).stdout).toMatch(/^[\n -~]*$/);
  });

  it('with --follow waits for a table that a running job has not written yet', async () => {
    const root = await copyOfStore('vision');
    const manifest = join(root, 'self/job/6n/6nlobcx4hipt32pwzfsvv6potrz4pikfsfbkrfps/_manifest.yaml');
    const whole = readFileSync(manifest, 'utf8');
    const registry = join(root, '.datastore/manifest.json');
    const tables = readFileSync(registry, 'utf8');
    writeFileSync(manifest, whole.replace('status: success', 'status: running'));
    writeFileSync(registry, tables.replaceAll('train/steps', 'train/later'));
    const { status, stdout, stderr } = await swjob(['plot', '6nlo', 'train/steps', '--follow'], {
      env: { ...storeEnv(root), LANG: 'C.UTF-8' },
      tty: { columns: 80, rows: 24 },
      onSleep: (elapsed) => {
        if (elapsed >= 2000) writeFileSync(registry, tables);
        if (elapsed >= 3000) writeFileSync(manifest, whole);
      },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Waiting: the job has no table "train/steps"');
    expect(stdout).toContain('val/loss');
  });

  it('says how many columns are not drawn, and fits a long legend on the screen', async () => {
    const cells = (row: number) =>
      Object.fromEntries(Array.from({ length: 75 }, (_, column) => [`c${column}`, float(column + row)]));
    const writes = [0, 1, 2].map((key) => ({ key, revision: 1n, cells: cells(key) }));
    const { root } = await writeStore({ wide: { keyType: 'INT64', blocks: [writes] } });
    const args = ['plot', JOB, 'wide'];
    const env = { ...storeEnv(root), NO_COLOR: '1' };
    const { status, stdout, stderr } = await swjob(args, { env, tty: { columns: 80, rows: 24 } });
    expect(status).toBe(0);
    expect(stderr).toBe('60 of 75 columns are drawn; choose others with --y\n');
    expect(stdout.trimEnd().split('\n').length).toBeLessThan(24);
    expect(stdout).toContain('\nand 52 more\n');
  });

  it('with --follow fits a low terminal, as nobody can scroll back', async () => {
    for (const rows of [11, 16]) {
      const { stdout } = await plot(['6nlo', 'train/steps', '--y', 'loss', '--follow'], { columns: 60, rows });
      expect(stdout, String(rows)).not.toContain('more lines');
      expect(stdout).toContain('loss over id');
    }
  });

  it('with --follow redraws a finished job once, and shows the cursor again', async () => {
    const { status, stdout } = await plot(['6nlo', 'train/steps', '--follow'], { columns: 80, rows: 24 });
    expect(status).toBe(0);
    expect(stdout.startsWith('\u001b[?25l')).toBe(true);
    expect(stdout.endsWith('\u001b[?25h')).toBe(true);
  });
});
