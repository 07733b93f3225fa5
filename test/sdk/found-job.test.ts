import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Starwhale } from '../../src/index.ts';
import { copyOfStore } from '../support/stores.ts';

const JOB = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

describe('an action on a job that is not found', () => {
  let storage: string;
  let starwhale: Starwhale;
  beforeEach(async () => {
    storage = await copyOfStore('real');
    starwhale = new Starwhale({ storage, project: 'self' });
  });

  it('says that an active job needs no recovery, and that one is missing', async () => {
    const expected = { code: 'not-found', message: 'the job qsrg is not removed', uri: 'qsrg' };
    await expect(starwhale.job('qsrg').recover()).rejects.toMatchObject(expected);
    for (const act of ['recover', 'remove'] as const) {
      await expect(starwhale.job('nosuch')[act]()).rejects.toMatchObject({ code: 'not-found', uri: 'nosuch' });
    }
  });

  it('finishes an interrupted deletion', async () => {
    const left = join(storage, 'self', 'job', '.recover', '.deleted-gone123-0123abcd');
    mkdirSync(left, { recursive: true });
    await expect(starwhale.job('gone123').remove()).rejects.toMatchObject({ code: 'not-found' });
    await starwhale.job('gone123').remove({ force: true });
    expect(existsSync(left)).toBe(false);
    await starwhale.job(JOB).remove({ force: true });
    await expect(starwhale.job(JOB).status()).rejects.toMatchObject({ code: 'not-found' });
  });
});
