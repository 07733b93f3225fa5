import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeInteger } from '../../src/datastore/scalars.ts';
import { isSwjobError } from '../../src/errors.ts';
import { createServerInstance } from '../../src/server/instance.ts';
import { runs } from '../support/thorough.ts';
import { instanceServer, numbered } from './instance-server.ts';
import { recordedData } from './recorded.ts';
import { client, serve, success } from './support.ts';
import { int, type Record_, str } from './table-server.ts';

/**
 * Servers whose pages are well-formed but wrong in one respect. The scan has to end with an error, unless it still returns the
 * whole table.
 */
type Fault =
  | 'none'
  | 'no records'
  | 'longer page'
  | 'same page again'
  | 'alternating last key'
  | 'last key of another row'
  | 'no last key'
  | 'keys shuffled'
  | 'key twice'
  | 'key missing'
  | 'start ignored'
  | 'end ignored'
  | 'hints of other columns'
  | 'no hints';

const FAULTS: readonly Fault[] = [
  'none',
  'no records',
  'longer page',
  'same page again',
  'alternating last key',
  'last key of another row',
  'no last key',
  'keys shuffled',
  'key twice',
  'key missing',
  'start ignored',
  'end ignored',
  'hints of other columns',
  'no hints',
];

interface Asked {
  readonly start?: string;
  readonly startInclusive?: boolean;
  readonly end?: string;
  readonly endInclusive?: boolean;
  readonly limit: number;
  readonly orderBy?: unknown;
}

interface Case {
  readonly fault: Fault;
  readonly rows: number;
  /** The first wrong page, counted from 0; later pages are wrong too. */
  readonly page: number;
  readonly range: { readonly start?: number; readonly end?: number };
}

const HINTS = { id: { typeHints: ['INT64'] }, a: { typeHints: ['STRING'] } };

/** The answer to a scan: a correct server's, with the fault added. */
function answer({ fault, rows, page }: Case, asked: Asked, number: number): unknown {
  const all: Record_[] = Array.from({ length: rows }, (_, i) => ({ id: int(i), a: str(`row ${i}`) }));
  const isWrong = number >= page && asked.limit > 1;
  const key = (record: Record_): string => String(record['id']?.value);
  const from = asked.start === undefined || (isWrong && (fault === 'start ignored' || fault === 'same page again'));
  const found = all.filter(
    (record) =>
      (from || key(record) > String(asked.start) || (asked.startInclusive !== false && key(record) === asked.start)) &&
      (asked.end === undefined ||
        (isWrong && fault === 'end ignored') ||
        key(record) < asked.end ||
        (asked.endInclusive === true && key(record) === asked.end)),
  );
  let records = found.slice(0, asked.limit + (isWrong && fault === 'longer page' ? 1 : 0));
  let lastKey: string | null = records.length === 0 ? null : key(records[records.length - 1] ?? {});
  let columnHints: unknown = HINTS;
  if (isWrong) {
    if (fault === 'no records') return [{}, [], { columnHints: HINTS, records: null }][number % 3];
    if (fault === 'alternating last key') lastKey = encodeInteger('INT64', number % 2);
    if (fault === 'last key of another row') lastKey = encodeInteger('INT64', rows + 7);
    if (fault === 'no last key') lastKey = null;
    if (fault === 'keys shuffled') records = [...records].reverse();
    if (fault === 'key twice' && records[0]) records = [records[0], ...records].slice(0, asked.limit);
    if (fault === 'key missing') records = records.map(({ a = str('') }) => ({ a }));
    if (fault === 'hints of other columns') columnHints = { other: { typeHints: ['STRING'] }, __proto__x: 1 };
    if (fault === 'no hints') columnHints = null;
  }
  return { columnHints, records, lastKey };
}

const cases = fc.record({
  fault: fc.constantFrom(...FAULTS),
  rows: fc.constantFrom(0, 1, 2, 999, 1000, 1001, 2500),
  page: fc.nat(2),
  range: fc.record({ start: fc.nat(1200), end: fc.integer({ min: 1, max: 3000 }) }, { requiredKeys: [] }),
});

async function scanned(one: Case): Promise<readonly unknown[]> {
  let scans = 0;
  const server = await serve((request, response) => {
    if (request.path.endsWith('scanTable')) {
      const asked = JSON.parse(request.body) as Asked;
      if (scans > 20) throw new Error('it goes on for ever');
      return success(response, answer(one, asked, asked.limit === 1 ? 0 : scans++));
    }
    if (request.path.includes('/job/')) return success(response, recordedData(66));
    return success(response, recordedData(104));
  });
  const instance = createServerInstance({ http: client(server.origin), alias: 'srv', summaryTable: 'eval/summary' });
  try {
    const job = await instance.findJob('1', '1', 'any');
    const keys: unknown[] = [];
    for await (const rows of (await job.table('t')).scan(one.range))
      for (const row of rows) keys.push(row.get('id')?.value);
    return keys;
  } finally {
    await instance.close();
    server.server.closeAllConnections();
    server.server.close();
  }
}

describe('a server whose pages have one fault', () => {
  it('yields the whole range or an error, never less', { timeout: 120_000 }, async () => {
    const outcomes = new Map<Fault, Set<string>>();
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { start = 0, end = one.rows } = one.range;
        const whole = Array.from({ length: one.rows }, (_, i) => i).filter((key) => key >= start && key < end);
        let outcome = 'whole';
        try {
          expect(await scanned(one)).toEqual(whole);
        } catch (error) {
          if (!isSwjobError(error)) throw error;
          outcome = 'error';
          expect(error.message.length).toBeLessThan(500);
        }
        outcomes.set(one.fault, (outcomes.get(one.fault) ?? new Set()).add(outcome));
      }),
      {
        ...runs(250),
        examples: FAULTS.map((fault) => [{ fault, rows: 2500, page: 1, range: {} }]),
      },
    );
    expect([...(outcomes.get('none') ?? [])]).toEqual(['whole']);
    // Faults that change nothing are invisible.
    for (const fault of [
      'no records',
      'longer page',
      'same page again',
      'keys shuffled',
      'key twice',
      'key missing',
    ] as const) {
      expect([fault, outcomes.get(fault)?.has('error')]).toEqual([fault, true]);
    }
  });
});

describe('a server whose lists have one fault', () => {
  const lists = fc.record({
    count: fc.constantFrom(0, 1, 50, 199, 200, 201, 450),
    maxPage: fc.constantFrom(1000, 200, 100, 50, 7),
    saysSize: fc.boolean(),
    totalOff: fc.constantFrom(0, 0, 0, 1, 1000, 10 ** 12),
    removeAt: fc.option(fc.nat(6), { nil: undefined }),
    query: fc.constantFrom<{ page: number; size: number } | null>(
      null,
      { page: 1, size: 20 },
      { page: 2, size: 100 },
      { page: 3, size: 30 },
    ),
  });

  it('yields every job that exists throughout, or says what is missing', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(lists, async ({ count, maxPage, saysSize, totalOff, removeAt, query }) => {
        const warnings: string[] = [];
        let pages = 0;
        const server = await instanceServer(numbered(count), {
          maxPage,
          change(page) {
            if (pages++ === removeAt) for (const job of server.jobs.slice(-10)) job.removed = true;
            return { ...page, total: page.total + totalOff, pageSize: saysSize ? page.pageSize : null };
          },
          warn: (text) => warnings.push(text),
        });
        const listed = (await server.instance.listJobs('1', query ?? {})).jobs.map(({ id }) => id);
        expect(new Set(listed).size).toBe(listed.length);
        expect(pages).toBeLessThan(400);
        if (query === null) {
          const there = server.jobs.filter(({ removed }) => !removed).map(({ id }) => id);
          expect(there.filter((id) => !listed.includes(id))).toEqual([]);
          const isSaid = warnings.some((text) => text.startsWith('incomplete'));
          if (totalOff > 20) expect(isSaid).toBe(count > 0 || totalOff > 0);
          if (totalOff === 0) expect(isSaid).toBe(false);
        } else if (removeAt === undefined && totalOff === 0 && saysSize) {
          const newest = Array.from({ length: count }, (_, i) => `${count - i}`);
          expect(listed).toEqual(newest.slice((query.page - 1) * query.size, query.page * query.size));
        }
      }),
      {
        ...runs(120),
        examples: [[{ count: 450, maxPage: 50, saysSize: true, totalOff: 0, removeAt: 1, query: null }]],
      },
    );
  });
});
