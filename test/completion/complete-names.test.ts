import { beforeAll, describe, expect, it } from 'vitest';
import { storeEnv, swjob } from '../support/cli.ts';
import { unpackStore } from '../support/stores.ts';
import { values } from './candidates.ts';

let real: Record<string, string>;
let jobs: Record<string, string>;

beforeAll(async () => {
  real = storeEnv(await unpackStore('real'));
  jobs = storeEnv(await unpackStore('jobs'));
});

describe('swjob __complete', () => {
  it('offers tables of the job and columns of the table, lists part by part', async () => {
    for (const job of ['@latest:SUCCESS', '@latest:SUCCESS~1', '@latest~2']) {
      const { stdout } = await swjob(['tables', job, '--json'], { env: jobs });
      expect(await values(['rows', job, ''], jobs)).toEqual(JSON.parse(stdout));
    }
    expect(await values(['rows', 'qsrg', 'labels', '--columns', 'id,supp'])).toEqual(['id,support']);
    expect(await values(['rows', 'qsrg', 'labels', '--columns=id,i'])).toEqual([]);
    expect(await values(['rows', 'qsrg', 'labels', '--fields', 'supp'])).toEqual(['support']);
    expect(await values(['rows', 'qsrg', 'nosuch', '--columns', ''])).toEqual([]);
  });

  it('offers the tables that any job has for the best one, and their columns', async () => {
    const vision = storeEnv(await unpackStore('vision'));
    const tables = ['labels', 'results', 'train/steps'];
    expect(await values(['rows', '@best:accuracy', ''], vision)).toEqual(expect.arrayContaining(tables));
    expect(await values(['rows', '@best:accuracy:fail', ''], vision)).toEqual(['results']);
    expect(await values(['rows', '@best:accuracy:paused', ''], vision)).toEqual([]);
    const columns = async (...words: readonly string[]) => values(['rows', ...words, '--columns', ''], vision);
    expect(await columns('@best:accuracy', 'train/steps')).toEqual(await columns('hqsp', 'train/steps'));
    expect(await columns('@best:accuracy:success')).toEqual(await columns('tzrh'));
  });

  it('offers names inside values once a name is typed, even in pickled predictions', async () => {
    const vision = storeEnv(await unpackStore('vision'));
    const offered = (...words: readonly string[]) => values(['rows', '624a', 'results', ...words], vision);
    expect(await offered('--columns', '')).toContain('output');
    expect(await offered('--columns', '')).not.toContain('output/label');
    expect(await offered('--columns', 'id,out')).toEqual(['id,output', 'id,output/label', 'id,output/scores']);
    expect(await offered('--fields', 'output/')).toEqual(['output/label', 'output/scores']);
    expect(await offered('--fields', 'output.l')).toEqual(['output.label']);
    expect(await offered('--where', 'input/label != output/la')).toEqual(['input/label != output/label']);
    // Stored objects, two levels deep.
    expect(await offered('--columns', 'input/picture/li')).toContain('input/picture/link/uri');
    expect(await values(['rows', 'jcnv', 'results', '--columns', 'output/la'], vision)).toEqual(['output/label']);
    expect(await values(['rows', 'irti', 'objects', '--where', 'box/w'])).toEqual(['box/width']);
    expect(await values(['rows', 'irti', 'objects', '--where', 'zzz'])).toEqual([]);
  });

  it('offers the names of results if no table is given, also in conditions of diff and plot', async () => {
    const vision = storeEnv(await unpackStore('vision'));
    const offered = (...words: readonly string[]) => values(words, vision);
    expect(await offered('rows', '624a', '--columns', 'output/')).toEqual(['output/label', 'output/scores']);
    expect(await offered('rows', 'hqsp', '--columns', 'output/')).toEqual([]);
    expect(await offered('diff', '624a', 'vks7', '--columns', 'output/l')).toEqual(['output/label']);
    for (const option of ['--where', '--right']) {
      expect(await offered('diff', '624a', 'vks7', option, 'output/l')).toEqual(['output/label']);
      expect(await offered('diff', '624a', 'vks7', 'results', option, 'dur')).toEqual(['duration_seconds']);
    }
    expect(await offered('plot', '624a', 'results', '--where', 'output/l')).toEqual(['output/label']);
    expect(await offered('plot', '624a', '--where', 'output/l')).toEqual([]);
  });

  it('offers fields and metrics', async () => {
    expect(await values(['list', '--fields', 'uri,cr'])).toEqual(['uri,created_at']);
    expect(await values(['list', '--metric', 'acc'])).toEqual(['accuracy']);
    expect(await values(['list', '--sort=-acc'])).toEqual(['--sort=-accuracy']);
    expect(await values(['list', '--sort', 'fin'])).toEqual(['finished_at']);
    expect(await values(['rows', 'qsrg', 'labels', '--sort=id,-supp'])).toEqual(['--sort=id,-support']);
    expect(await values(['summary', 'qsrg', '--fields', 'hamm'])).toEqual(['hamming_loss']);
  });

  it('offers the names that a condition can use', async () => {
    expect(await values(['list', '--filter', 'acc'])).toEqual(['accuracy']);
    expect(await values(['list', '--filter', 'accuracy > 0.5 and dur'])).toEqual(['accuracy > 0.5 and duration_ms']);
    expect(await values(['rows', 'qsrg', 'results', '--where', '`input/l'])).toEqual(['`input/label`']);
    expect(await values(['summary', 'qsrg', '--assert=hamm'])).toEqual(['--assert=hamming_loss']);
    expect(await values(['rows', 'qsrg', 'results', '--where', `"id == 'in`])).toEqual([]);
  });

  it('offers the fields of each command for --fields', async () => {
    const names = async (...command: readonly string[]) => {
      const { stderr } = await swjob([...command, '--fields', 'nosuch'], { env: real });
      return /^The fields are: (.*)$/m.exec(stderr)?.[1]?.split(', ');
    };
    for (const command of [
      ['list'],
      ['info', 'qsrg'],
      ['status', 'qsrg'],
      ['tables', 'qsrg', '--count'],
      ['watch', 'qsrg'],
      ['doctor'],
      ['instance', 'list'],
      ['project', 'list'],
    ]) {
      expect([command, await values([...command, '--fields', ''])]).toEqual([command, await names(...command)]);
    }
    expect(await values(['list', '--metric', 'accuracy', '--fields', 'ac'])).toEqual(['accuracy']);
    // For a summary, also those of the project's other jobs.
    expect(await values(['summary', 'qsrg', '--fields', ''])).toEqual(
      expect.arrayContaining((await names('summary', 'qsrg')) ?? []),
    );
  });
});
