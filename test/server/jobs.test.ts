import { describe, expect, it } from 'vitest';
import { isoTime, jobRecord, jobStatus } from '../../src/server/jobs.ts';
import { checked, jobReply } from '../../src/server/reply.ts';
import { recordedData } from './recorded.ts';

const place = {
  instance: 'srv',
  address: 'http://starwhale.test',
  project: { id: '1', name: 'starwhale', owner: { name: 'starwhale' } },
};

describe('jobRecord', () => {
  it('contains what a real server says about a job', () => {
    expect(jobRecord(checked(jobReply, recordedData(66), 'job'), place, false)).toEqual({
      uri: 'http://starwhale.test/project/1/job/1',
      instance: 'srv',
      project: 'starwhale',
      id: '1',
      uuid: '9bacb1a786da4b7b9a795911df04081e',
      status: expect.stringMatching(/^(RUNNING|FAIL)$/),
      handler: 'evalmod:evaluate',
      model: { name: 'tiny', version: 'qcvfuxypexhuqeibdffyoj4m47bkeen77rlujaxx' },
      datasets: [
        {
          name: 'nums',
          version: '4557lpf427johmpkqzl7wrf4xu3k2elwlmfrs7tw',
          uri: 'http://starwhale.test/project/1/dataset/nums/version/4557lpf427johmpkqzl7wrf4xu3k2elwlmfrs7tw',
        },
      ],
      runtime: { name: 'tinyrt', version: 'kcw3egsl464q7nll45vb7tacrdhegojkzsibk6t6' },
      resource_pool: 'default',
      owner: 'starwhale',
      created_at: '2026-11-23T08:45:10Z',
      finished_at: null,
      duration_ms: expect.any(Number),
      error_message: null,
      comment: null,
      pinned: false,
      removed: false,
    });
  });

  it('has the URI of a dataset in the project that has it', () => {
    const version = { name: 'abc', indexTable: 'project/7/dataset/nums/_current/meta' };
    const reply = { id: 7, uuid: 'abc', datasetList: [{ name: 'nums', version }] };
    const [dataset] = jobRecord(checked(jobReply, reply, 'job'), place, false).datasets;
    expect(dataset?.uri).toBe('http://starwhale.test/project/7/dataset/nums/version/abc');
  });

  it.each([
    ['RUNNING', null, null],
    ['SUCCESS', '2026-11-23T08:45:50Z', 40_000],
  ])('has an end and a duration if it is final, not of an earlier run: %s', (jobStatus, finished_at, duration_ms) => {
    const reply = { id: 7, uuid: 'abc', jobStatus, stopTime: 1795423550000, duration: 40_000 };
    expect(jobRecord(checked(jobReply, reply, 'job'), place, false)).toMatchObject({ finished_at, duration_ms });
  });

  it('has null for missing parts', () => {
    const record = jobRecord(checked(jobReply, { id: 7, uuid: 'abc' }, 'job'), place, true);
    expect(record).toMatchObject({
      id: '7',
      status: 'UNKNOWN',
      model: null,
      datasets: [],
      runtime: null,
      removed: true,
    });
  });
});

describe('jobStatus', () => {
  it.each([
    ['RUNNING', 'RUNNING'],
    ['TO_CANCEL', 'CANCELLING'],
    ['CANCELLED', 'CANCELED'],
    ['failed', 'FAIL'],
    ['constructor', 'UNKNOWN'],
    [null, 'UNKNOWN'],
  ])('%s is %s', (word, status) => {
    expect(jobStatus(word)).toBe(status);
  });
});

describe('isoTime', () => {
  it.each([
    [1795423553000, '2026-11-23T08:45:53Z'],
    [-1000, null],
    [0, null],
    [null, null],
    [1e300, null],
    [Number.NaN, null],
  ])('%s is %s', (millis, time) => {
    expect(isoTime(millis)).toBe(time);
  });
});
