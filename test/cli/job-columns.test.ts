import { describe, expect, it } from 'vitest';
import { jobColumns } from '../../src/cli/job-columns.ts';

function shownIds(ids: readonly string[], fullname = false): string[] {
  const column = jobColumns(ids, { fullname, now: 0 }).find(({ name }) => name === 'id');
  return ids.map((value) => column?.format?.({ type: 'STRING', value }, new Map()) ?? '');
}

describe('the times of a list', () => {
  it('are relative, and headers say what they are', () => {
    const columns = jobColumns([], { fullname: false, now: Date.parse('2026-11-28T10:00:00Z') });
    const shown = (name: string, value: string) => {
      const column = columns.find((each) => each.name === name);
      return `${column?.header}: ${column?.format?.({ type: 'STRING', value }, new Map())}`;
    };
    expect(shown('created_at', '2026-11-27T10:00:00Z')).toBe('created: 1 day ago');
    expect(shown('finished_at', '2026-11-28T08:00:00Z')).toBe('finished: 2 hours ago');
    expect(shown('finished_at', '')).toBe('finished: ');
  });
});

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
