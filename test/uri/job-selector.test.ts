import { describe, expect, it } from 'vitest';
import { JOB_STATUSES } from '../../src/job/record.ts';
import { parseJobSelector, parseStatusWord } from '../../src/uri/job-selector.ts';

describe('what selects a job', () => {
  it('is an id', () => {
    expect(parseJobSelector('xm5wnup')).toEqual({ kind: 'id', id: 'xm5wnup' });
    expect(parseJobSelector('3')).toEqual({ kind: 'id', id: '3' });
  });

  it('is the newest, perhaps of a status', () => {
    expect(parseJobSelector('@latest')).toEqual({ kind: 'latest' });
    expect(parseJobSelector('@latest:success')).toEqual({ kind: 'latest', status: 'SUCCESS' });
  });

  it.each(['@', '@Latest', '@latest:', '@latest:done', '@latestx', '@latest:success:x'])('is not %j', (text) => {
    expect(() => parseJobSelector(text)).toThrow(/does not select a job|unknown job status/);
  });
});

describe('the words for a status', () => {
  it.each(JOB_STATUSES)('%s, in any case', (status) => {
    expect(parseStatusWord(status)).toBe(status);
    expect(parseStatusWord(status.toLowerCase())).toBe(status);
  });

  it.each([
    ['failed', 'FAIL'],
    ['Cancelled', 'CANCELED'],
    ['canceling', 'CANCELLING'],
  ])('%s means %s', (word, status) => {
    expect(parseStatusWord(word)).toBe(status);
  });

  it('are listed for an unknown word', () => {
    expect(() => parseStatusWord('done')).toThrow("unknown job status 'done'");
    expect(() => parseStatusWord('__proto__')).toThrow('unknown job status');
  });
});
