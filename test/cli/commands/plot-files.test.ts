import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/stores.ts';
import { plot } from './plotted.ts';

describe('plot', () => {
  it('writes several charts below each other', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'plot-'));
    const args = ['624a', 'results', '--kind', 'hist', '--y', 'duration_seconds,_index', '--out'];
    await plot([...args, join(folder, 'x.vl.json')]);
    const specification = JSON.parse(await readFile(join(folder, 'x.vl.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(specification)).toEqual(['$schema', 'vconcat']);
    expect(specification['vconcat']).toHaveLength(2);
    expect(JSON.stringify(specification['vconcat'])).not.toContain('$schema');
    await plot([...args, join(folder, 'x.svg')]);
    expect((await readFile(join(folder, 'x.svg'), 'utf8')).match(/<svg/g)?.length).toBeGreaterThan(1);
  });

  it('writes pictures by the extension of the file, completely or not at all', async () => {
    const folder = await mkdtemp(join(await temporaryFolder(), 'plot-'));
    for (const [name, begin] of [
      ['loss.svg', '<svg xmlns='],
      ['loss.html', '<!doctype html>'],
      ['loss.vl.json', '{\n  "$schema"'],
      ['loss.json', '{"charts":['],
    ] as const) {
      const ended = await plot(['6nlo', 'train/steps', '--y', 'loss', '--out', join(folder, name)]);
      expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
      expect((await readFile(join(folder, name), 'utf8')).startsWith(begin)).toBe(true);
    }
    expect((await readdir(folder)).length).toBe(4);
  });
});
