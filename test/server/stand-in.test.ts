import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobStatus } from '../../src/job/record.ts';
import { type Exchange, recordedExchanges } from '../support/stand-in/exchanges.ts';
import { writeRecordedStore } from '../support/stand-in/recorded-store.ts';
import { isElided, replay, withoutElisions, withoutRequest } from '../support/stand-in/replay.ts';
import { shapeDifferences, shapeOf } from '../support/stand-in/shape.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/stores.ts';

const EXCHANGES = recordedExchanges();

/** Exchanges are ordered by path, not by time, so this has the state of job 2 at the time of each. */
const GIVEN_STATUS: Readonly<Record<number, JobStatus>> = { 70: 'RUNNING', 72: 'RUNNING' };

/** Places where an answer may differ, because it was recorded before the job logged its summary. */
const LOGGED_LATER: Readonly<Record<number, RegExp>> = {
  5: /^body\.data\.(columnHints|records\[\])\.(accuracy|final|loss|maybe|n|note): not recorded$/,
  41: /^body\.data\.columnHints\.(accuracy|final|loss|maybe|n|note): not recorded$/,
};

describe('the recorded exchanges, replayed against a stand-in with the recorded server’s data', () => {
  let server: StandInServer;

  beforeAll(async () => {
    const root = await mkdtemp(join(await temporaryFolder(), 'recorded-'));
    await writeRecordedStore(root, EXCHANGES);
    const brokenTables = ['project/1/eval/9b/9bacb1a786da4b7b9a795911df04081e/types'];
    server = await startStandIn({ root, brokenTables });
  });

  afterAll(() => server.close());

  it('are all there', () => {
    expect(EXCHANGES).toHaveLength(112);
  });

  for (const [number, exchange] of EXCHANGES.entries()) {
    const { request, response } = exchange;
    it(`${number}: ${request.method} ${request.path.slice(0, 80)}`, async () => {
      const status = GIVEN_STATUS[number];
      if (status !== undefined) server.jobs[1]?.become(status);
      const answer = await replay(server, exchange);
      expect(answer.status).toBe(response.status);
      expect(answer.contentType).toBe(response.contentType);
      if (response.bodyBase64 !== undefined) {
        expect(answer.bytes.toString('base64')).toBe(response.bodyBase64);
        return;
      }
      const expected = withoutElisions(response.body);
      const differences = shapeDifferences(shapeOf(answer.body), shapeOf(expected));
      expect(differences.filter((difference) => !LOGGED_LATER[number]?.test(difference))).toEqual([]);
      if (response.contentType?.includes('html')) return;
      if (response.status >= 400) expect(withoutRequest(answer.body)).toEqual(withoutRequest(expected));
      else if (isWholeScan(exchange)) expect(answer.body).toEqual(expected);
    });
  }
});

/** The scan of a job's table that was recorded completely, so the values, hints and keys must agree, too. */
function isWholeScan({ request, response }: Exchange): boolean {
  const isOfJob = request.path.endsWith('/scanTable') && !JSON.stringify(request.body).includes('eval/summary');
  return isOfJob && !isElided(response.body);
}
