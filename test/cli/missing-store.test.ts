import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { swjob } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(await temporaryFolder(), 'bad-'));
});

describe('a missing or broken store', () => {
  const run = async (root: string, ...args: string[]) => {
    const ended = await swjob(args, { env: { SW_LOCAL_STORAGE: root, SW_CLI_CONFIG: join(folder, 'none.yaml') } });
    return { ...ended, stderr: ended.stderr.replaceAll(folder, 'FOLDER') };
  };

  it('is named if it does not exist', async () => {
    const error = {
      status: 3,
      stdout: '',
      stderr:
        'swjob: there is no Starwhale store at FOLDER/none\nSet SW_LOCAL_STORAGE or storage.root in the config file to the folder of the store.\n',
    };
    expect(await run(join(folder, 'none'), 'list')).toEqual(error);
    expect(await run(join(folder, 'none'), 'rows', 'x', 'y')).toEqual(error);
  });

  it('has no projects if its folder is empty, and no jobs if its project is empty', async () => {
    const root = join(folder, 'empty');
    mkdirSync(root);
    const error = {
      status: 3,
      stdout: '',
      stderr: 'swjob: the store FOLDER/empty has no project "self"\nIt has no projects yet.\n',
    };
    expect(await run(root, 'list', '--json')).toEqual(error);
    expect(await run(root, 'info', '@latest')).toEqual(error);
    mkdirSync(join(root, 'self', 'job'), { recursive: true });
    expect(await run(root, 'list', '--json')).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
    expect(await run(root, 'info', '@latest')).toEqual({
      status: 3,
      stdout: '',
      stderr: 'swjob: the project self has no jobs\n',
    });
  });

  it('is damaged if files are in the place of its folders', async () => {
    const root = join(folder, 'file');
    writeFileSync(root, 'no folder');
    const list = await run(root, 'list');
    expect([list.stdout, list.status === 3 || list.status === 6]).toEqual(['', true]);
    expect(list.stderr).toContain('FOLDER/file');
    rmSync(root);
    mkdirSync(join(root, 'self'), { recursive: true });
    writeFileSync(join(root, 'self', 'job'), 'no folder');
    expect(await run(root, 'list')).toMatchObject({
      status: 6,
      stdout: '',
      stderr: expect.stringContaining('FOLDER/file/self/job'),
    });
  });

  it('does not matter if the config cannot be read', async () => {
    const config = join(folder, 'config.yaml');
    writeFileSync(config, 'instances: [');
    const ended = await swjob(['list'], { env: { SW_CLI_CONFIG: config } });
    expect(ended).toMatchObject({ stdout: '', stderr: expect.stringContaining(config) });
    expect(ended.status).toBeGreaterThan(0);
  });
});
