import { expect, it } from 'vitest';
import { infoLines } from '../../src/cli/info-lines.ts';
import { palette } from '../../src/render/color.ts';
import { jobRecord } from '../../src/server/jobs.ts';
import { checked, jobReply } from '../../src/server/reply.ts';

it('what a job serves is below the path of its server', async () => {
  const place = { instance: 'srv', address: 'https://a.test/below', project: { id: '1', name: 'p', owner: null } };
  const record = jobRecord(checked(jobReply, { id: 7, uuid: 'abc', jobStatus: 'RUNNING' }, 'job'), place, false);
  const job = { exposed_links: [{ name: 'VS_CODE', link: '/gateway/task/41/8000/' }] };
  const details = { manifest: null, job, tasks: [] };
  const style = { palette: await palette(0), width: 100, full: false, now: 0, utc: true, onCut: () => {} };
  const lines = await infoLines({ record, details, report: null }, { ...style, maxColumns: undefined, counts: false });
  expect(lines.join('\n')).toContain('https://a.test/below/gateway/task/41/8000/ (VS_CODE)');
});
