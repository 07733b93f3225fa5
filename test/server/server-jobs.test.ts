import { describe, expect, it } from 'vitest';
import { instanceServer, numbered } from './instance-server.ts';
import { success } from './support.ts';

describe('what only a Server’s jobs have', () => {
  it('tasks', async () => {
    const { instance } = await instanceServer(numbered(1));
    const tasks = await instance.jobs.tasks('1', '1');
    expect(tasks).toHaveLength(3);
    expect(tasks.find(({ id }) => id === '5')).toEqual({
      id: '5',
      uuid: 'f1adf8e1-8fbe-448f-af93-0f2dd4784b89',
      step: 'evalmod:predict',
      status: 'FAIL',
      started_at: '2026-11-23T08:45:52Z',
      finished_at: '2026-11-23T08:45:53Z',
      retries: 3,
      resource_pool: 'default',
      failed_reason: 'java.io.IOException: com.sun.jna.LastErrorException: [2] No such file or directory',
    });
  });

  it('a task that runs again without the end of its first run', async () => {
    const task = {
      id: 5,
      stepName: 'a',
      taskStatus: 'RUNNING',
      startedTime: 1795423500000,
      finishedTime: 1795423553000,
    };
    const { instance } = await instanceServer(numbered(1), {
      instead: ({ path }, response) => {
        if (path.includes('/task?')) success(response, { total: 1, list: [task] });
        return path.includes('/task?');
      },
    });
    const [record] = await instance.jobs.tasks('1', '1');
    expect(record).toMatchObject({ started_at: '2026-11-23T08:45:00Z', finished_at: null });
  });

  it('events', async () => {
    const { instance } = await instanceServer(numbered(1));
    expect(await instance.jobs.events('1', '1')).toEqual([]);
    const event = {
      id: 9,
      eventType: 'WARNING',
      source: 'NODE',
      relatedResource: { eventResourceType: 'RUN', id: 4 },
      message: 'evicted',
      timestamp: 1795423553000,
    };
    const other = await instanceServer(numbered(1), {
      instead: ({ path }, response) => {
        if (path.endsWith('/event')) success(response, [event]);
        return path.endsWith('/event');
      },
    });
    expect(await other.instance.jobs.events('1', '1')).toEqual([
      {
        id: '9',
        time: '2026-11-23T08:45:53Z',
        type: 'WARNING',
        source: 'NODE',
        resource: 'RUN',
        resource_id: '4',
        message: 'evicted',
        data: null,
      },
    ]);
  });

  it('a pin and a comment', async () => {
    const server = await instanceServer(numbered(1));
    await server.instance.jobs.pin('1', '1', true);
    await server.instance.jobs.comment('1', '1', 'my "note"');
    expect(server.asked()).toEqual(['POST project/1/job/1/pin', 'PUT project/1/job/1']);
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([{ pinned: true }, { comment: 'my "note"' }]);
  });

  it('a page in the web console', async () => {
    const { instance, origin } = await instanceServer(numbered(1));
    expect(await instance.jobs.consoleUrl('starwhale', '3')).toBe(`${origin}/projects/1/evaluations/3/results`);
    await expect(instance.jobs.consoleUrl('starwhale', '..')).rejects.toMatchObject({ exitCode: 2 });
  });
});
