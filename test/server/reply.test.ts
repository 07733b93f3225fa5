import { describe, expect, it } from 'vitest';
import {
  checked,
  jobReply,
  pageReply,
  projectReply,
  recordsReply,
  taskReply,
  trashReply,
} from '../../src/server/reply.ts';
import { recordedData } from './recorded.ts';

describe('checked', () => {
  it('accepts what a real server sent, and ignores unknown keys', () => {
    expect(checked(projectReply, recordedData(104), 'project')).toEqual({
      id: '1',
      name: 'starwhale',
      owner: { name: 'starwhale' },
    });
    const { list } = checked(pageReply, recordedData(55), 'jobs');
    for (const job of list) expect(checked(jobReply, job, 'job').uuid).toHaveLength(32);
    for (const task of checked(pageReply, recordedData(91), 'tasks').list) checked(taskReply, task, 'task');
    for (const entry of checked(pageReply, recordedData(101), 'trash').list) checked(trashReply, entry, 'trash');
  });

  it.each([
    [pageReply, { total: 'many', list: [] }, 'total is string'],
    [pageReply, { total: 1, list: {} }, 'list is object'],
    [pageReply, { total: -1, list: [] }, 'total is number'],
    [jobReply, { id: '1', uuid: 'abc', jobStatus: 7 }, 'jobStatus is number'],
    [jobReply, { id: '1', uuid: 'abc', owner: { name: null } }, 'owner.name is null'],
    [jobReply, JSON.parse('{"id": 1234567890123456789, "uuid": "abc"}'), 'id is number, not an exact integer'],
    [jobReply, { id: '3\u001b[2J', uuid: 'abc' }, 'id is string, not a valid id'],
    [jobReply, { id: '..', uuid: 'abc' }, 'id is string, not a valid id'],
    [jobReply, { id: '3', uuid: 'a/b' }, 'uuid is string, not a valid id'],
    [jobReply, null, 'data is null'],
    [jobReply, [], 'id is missing'],
    [recordsReply, { records: {} }, 'records is object'],
  ])('names the place of a wrong type', (schema, data, place) => {
    expect(() => checked(schema, data, 'jobs')).toThrow(
      expect.objectContaining({ code: 'network', message: expect.stringContaining(place) }),
    );
  });
});
