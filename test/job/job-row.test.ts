import { describe, expect, it } from 'vitest';
import { tableRecord } from '../../src/job/job-row.ts';
import type { JobRecord } from '../../src/job/record.ts';

const record = { model: null, runtime: null, datasets: [], duration_ms: null } as unknown as JobRecord;

describe('a job as one line of a table', () => {
  it('has the names of its packages as strings', () => {
    const row = tableRecord({
      ...record,
      model: { name: 'mnist', version: 'gq3d' },
      datasets: [
        { name: 'train', version: 'v1', uri: 'a' },
        { name: 'test', version: null, uri: 'b' },
      ],
    });
    expect(row.get('model')?.value).toBe('mnist/version/gq3d');
    expect(row.get('datasets')?.value).toBe('train/version/v1, test');
  });

  it('has null, not an empty string, where there are none', () => {
    const row = tableRecord(record);
    expect(['model', 'runtime', 'datasets'].map((name) => row.get(name)?.value)).toEqual([null, null, null]);
  });
});
