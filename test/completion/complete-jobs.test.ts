import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { temporaryFolder, unpackStore } from '../support/stores.ts';
import { completed, values } from './candidates.ts';

let jobs: Record<string, string>;

beforeAll(async () => {
  jobs = storeEnv(await unpackStore('jobs'));
});

function manifestAt(time: Date): string {
  return `created_at: ${time.toISOString().slice(0, 19).replace('T', ' ')} UTC\nstatus: success\n`;
}

describe('swjob __complete', () => {
  it('offers the jobs that a command can act on', async () => {
    expect(await values(['recover', ''], jobs)).toEqual(
      expect.arrayContaining(['@latest', 'z67ux3zccljw', 'wwa4i4b2nhvs', 'local/project/']),
    );
    expect(await values(['info', 'z67'], jobs)).toEqual([]);
    expect(await values(['tasks', 't63'], jobs)).toEqual([]);
    expect(await completed(['info', 't63'], jobs)).toEqual([
      expect.stringMatching(/^t63hkxklju7v\tSUCCESS, \d+ \w+ ago$/),
    ]);
    expect(await values(['cancel', 't63'], jobs)).toEqual([]);
    expect(await values(['remove', 'hjdmzzrqqq', 'hjdm'], jobs)).toEqual(['hjdmb5bcwfsu', 'hjdma34kotqc']);
  });

  it('shortens ids, but keeps them distinct and no shorter than what is typed', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'ids-'));
    for (const version of ['aaaaaaaaaaaaaaaaaaaabb', 'aaaaaaaaaaaaaaaaaaaacc', 'aabbbbbbbbbbbbbbbbbbbb']) {
      mkdirSync(join(root, 'self', 'job', 'aa', version), { recursive: true });
    }
    const env = storeEnv(root);
    expect(await values(['info', 'aa'], env)).toEqual([
      'aaaaaaaaaaaaaaaaaaaab',
      'aaaaaaaaaaaaaaaaaaaac',
      'aabbbbbbbbbb',
    ]);
    expect(await values(['info', 'aabbbbbbbbbbbbb'], env)).toEqual(['aabbbbbbbbbbbbb']);
    for (const id of await values(['info', 'aa'], env)) {
      expect((await swjob(['info', String(id)], { env })).status).toBe(0);
    }
  });

  it('offers no job twice, however many letters name it, but also numbers that only begin the same', async () => {
    const [, full = ''] =
      /^(hjdma34kotqc\S*)/m.exec((await swjob(['list', '-q', '--all'], { env: jobs })).stdout) ?? [];
    for (const given of ['hjdma', 'hjdma34kotqc', full]) {
      expect(await values(['remove', given, 'hjdm'], jobs)).toEqual(['hjdmzzrqqq', 'hjdmb5bcwfsu']);
    }
    expect(await values(['remove', 'hjd', 'hjdma'], jobs)).toEqual(['hjdma34kotqc']);
  });

  it('offers the newest of very many jobs by the times of their folders, and all that match what is typed', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'many-'));
    for (let number = 0; number < 1010; number++) {
      const version = `j${String(number).padStart(4, '0')}aaaaaaaaaaaaaaa`;
      const folder = join(root, 'self', 'job', version.slice(0, 2), version);
      mkdirSync(folder, { recursive: true });
      const time = new Date(Date.UTC(2026, 0, 1) + number * 60_000);
      writeFileSync(join(folder, '_manifest.yaml'), manifestAt(time));
      utimesSync(folder, time, time);
    }
    const all = (await values(['info', ''], storeEnv(root))).filter((value) => value?.startsWith('j'));
    expect([all.length, all[0], all.at(-1)]).toEqual([1000, 'j1009aaaaaaa', 'j0010aaaaaaa']);
    expect(await values(['info', 'j0003'], storeEnv(root))).toEqual(['j0003aaaaaaa']);
  });

  it('describes jobs as far as possible if a manifest is missing, damaged, or spelled differently', async () => {
    const root = mkdtempSync(join(await temporaryFolder(), 'spelled-'));
    const manifests = {
      aaaa: 'status: success\ncreated_at: 2026-11-23 08:00:00 UTC\n',
      bbbb: 'created_at: "2026-11-23 09:00:00 UTC"\nstatus: "failed"\n',
      cccc: '\u0000{',
      dddd: null,
    };
    for (const [version, text] of Object.entries(manifests)) {
      const folder = join(root, 'self', 'job', version.slice(0, 2), version);
      mkdirSync(folder, { recursive: true });
      if (text !== null) writeFileSync(join(folder, '_manifest.yaml'), text);
    }
    const lines = (await completed(['info', ''], storeEnv(root))).filter((line) => !/^@|project/.test(line));
    expect(lines).toEqual(['bbbb\tFAIL, 3 hours ago', 'aaaa\tSUCCESS, 4 hours ago', 'cccc\tUNKNOWN', 'dddd\tUNKNOWN']);
  });

  it('follows the paths of URIs', async () => {
    expect(await values(['info', 'loc'])).toEqual(['local/project/']);
    expect(await values(['info', 'local/'])).toEqual(['local/project/']);
    expect(await values(['info', 'cloud://'])).toEqual(['cloud://local/project/']);
    expect(await values(['info', 'project/se'])).toEqual(['project/self/job/']);
    expect(await values(['info', 'local/project/self/'])).toEqual(['local/project/self/job/']);
    expect(await values(['info', 'self/job/qsr'])).toEqual(['self/job/qsrgiil7bkae']);
    expect(await values(['info', 'self/job/@latest:SU'])).toEqual(['self/job/@latest:SUCCESS']);
    expect(await values(['info', '@latest~'])).toEqual(['@latest~1']);
    expect(await values(['compare', '@b'])).toEqual(['@best:']);
    expect(await values(['compare', 'self/job/@best:acc'])).toEqual(['self/job/@best:accuracy']);
    expect(await values(['compare', '@best:macro avg/f'])).toEqual(['@best:macro avg/f1-score']);
    expect(await values(['list', '-p', ''])).toEqual(['another', 'self', 'local/project/']);
    expect(await values(['list', '-plocal/project/s'])).toEqual(['-plocal/project/self']);
  });
});
