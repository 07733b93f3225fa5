import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { createServerInstance } from '../../src/server/instance.ts';
import { isThorough, runs } from '../support/thorough.ts';
import { exchange } from './recorded.ts';
import { client, serve } from './support.ts';

/** Every place in a JSON value, as a path of keys. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

function replaceAt(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((inner, i) => (`${i}` === key ? replaceAt(inner, rest, by) : inner));
  const entries = Object.entries(value as object);
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === key ? replaceAt(inner, rest, by) : inner]));
}

const BODIES = {
  project: exchange(104).response.body,
  jobs: exchange(55).response.body,
  job: exchange(66).response.body,
  tasks: exchange(77).response.body,
  trash: exchange(101).response.body,
  records: exchange(8).response.body,
  links: exchange(48).response.body,
} as const;
type Kind = keyof typeof BODIES;

function kindOf(path: string): Kind {
  if (path.includes('/datastore/')) return 'records';
  if (path.includes('sign-links')) return 'links';
  if (path.includes('/trash')) return 'trash';
  if (path.includes('/task')) return 'tasks';
  if (/\/job\/./.test(path)) return 'job';
  return path.includes('/job') ? 'jobs' : 'project';
}

const change = fc.constantFrom(...(Object.keys(BODIES) as Kind[])).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    place: fc.constantFrom(...places(BODIES[kind])),
    by: fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom<unknown>(null, -1, 1e308, '', '__proto__', [], {}, 'zz', '\u001b[2J', 'http://127.0.0.1:1/x'),
    ),
  }),
);

describe('malformed answers', () => {
  it('end in a result or a clear error of one line', { timeout: 60_000 }, async () => {
    let changed: { kind: Kind; text: string } = { kind: 'job', text: '' };
    const server = await serve(({ path }, response) => {
      const kind = kindOf(path);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(kind === changed.kind ? changed.text : JSON.stringify(BODIES[kind]));
    });
    const http = client(server.origin);
    const uses = [
      (instance: ReturnType<typeof createServerInstance>) => instance.listJobs('1', { page: 1, size: 20 }),
      (instance: ReturnType<typeof createServerInstance>) => instance.listJobs('1', { removed: true }),
      async (instance: ReturnType<typeof createServerInstance>) => {
        const job = await instance.findJob('1', '1', 'any');
        await Promise.all([job.record(), job.status(), job.details(), job.summary(), job.tables().catch(() => [])]);
        const table = await job.table('results');
        for await (const rows of table.scan({})) expect(rows.length).toBeLessThan(1001);
      },
      (instance: ReturnType<typeof createServerInstance>) => instance.act('recover', '1', '1'),
    ];
    let failures = 0;
    await fc.assert(
      fc.asyncProperty(change, async ({ kind, place, by }) => {
        changed = { kind, text: JSON.stringify(replaceAt(BODIES[kind], place, by)) };
        for (const use of uses) {
          try {
            await use(createServerInstance({ http, alias: 'srv', summaryTable: 'eval/summary' }));
          } catch (error) {
            if (!isSwjobError(error)) throw error;
            failures++;
            expect(error.message).not.toMatch(/[\u0000-\u001f\u007f]/);
            expect(error.message.length).toBeLessThan(1200);
          }
        }
      }),
      { ...runs(150), examples: [[{ kind: 'project', place: ['data', 'name'], by: '\u001b[2J' }]] },
    );
    expect(failures).toBeGreaterThan(isThorough ? 50 : 5);
  });
});
