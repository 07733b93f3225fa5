import { describe, expect, it } from 'vitest';
import { jobColumns } from '../../src/cli/job-columns.ts';

function shownIds(ids: readonly string[], fullname = false): string[] {
  const column = jobColumns(ids, { fullname, now: 0 }).find(({ name }) => name === 'id');
  return ids.map((value) => column?.format?.({ type: 'STRING', value }, new Map()) ?? '');
}

describe('the ids of a list', () => {
  it('are short, but distinct', () => {
    expect(shownIds(['abcdefghijklmnop', 'zyxwvutsrqponmlk'])).toEqual(['abcdefghijkl', 'zyxwvutsrqpo']);
    expect(shownIds(['abcdefghijklmnop', 'abcdefghijklmXYZ'])).toEqual(['abcdefghijklmn', 'abcdefghijklmX']);
    expect(shownIds(['abcdefghijklm', 'abcdefghijklmn'])).toEqual(['abcdefghijklm', 'abcdefghijklmn']);
    expect(shownIds(['3', '12'])).toEqual(['3', '12']);
    expect(shownIds(['same', 'same'])).toEqual(['same', 'same']);
  });

  it('leave space for the names of packages, whose versions are short', () => {
    const shown = (value: string, fullname = false) =>
      jobColumns([], { fullname, now: 0 })
        .find(({ name }) => name === 'datasets')
        ?.format?.({ type: 'STRING', value }, new Map());
    const two = 'a/version/gq3dmojrgyztgmztgmztgmztgmztgmzt, b/version/latest';
    expect(shown(two)).toBe('a/gq3dmojrgyzt, b/latest');
    expect(shown(two, true)).toBe(two);
    expect(shown('cloud://srv/project/1/dataset/c/version/v0')).toBe('cloud://srv/project/1/dataset/c/v0');
  });

  it('are whole with --fullname', () => {
    expect(shownIds(['abcdefghijklmnop'], true)).toEqual(['abcdefghijklmnop']);
  });
});
