import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSwjobError } from '../../src/errors.ts';
import { buildPage } from '../../src/report/build-page.ts';
import { fittingPage } from '../../src/report/fit.ts';
import type { JobReport } from '../../src/report/report-data.ts';
import { parseSize } from '../../src/text/size.ts';
import { jobRecord } from '../support/job-record.ts';

const name = fc.string({ unit: 'grapheme', maxLength: 60 });
const picture = fc.option(
  fc.integer({ min: 0, max: 20_000 }).map((size) => ({ source: `data:image/png;base64,${'A'.repeat(size)}` })),
);

const table = fc
  .record({ name, columns: fc.array(name, { maxLength: 6 }), count: fc.integer({ min: 0, max: 300 }), text: name })
  .map(({ columns, count, text, ...rest }) => ({
    ...rest,
    columns: columns.map((column) => ({ name: column, isNumeric: false })),
    rows: Array.from({ length: count }, () => columns.map(() => text)),
    total: count,
    leftColumns: 0,
  }));

const predictions = fc
  .array(fc.record({ key: name, truth: name, predicted: name, isWrong: fc.boolean(), picture }), { maxLength: 60 })
  .map((rows) => ({
    table: 'results',
    total: rows.length + 1,
    wrong: rows.filter(({ isWrong }) => isWrong).length,
    mistake: null,
    wrongPictures: rows.filter((row) => row.isWrong && row.picture !== null).length,
    rows: rows.map((row) => ({ ...row, confidence: 0.5 })),
  }));

const changes = fc
  .array(
    fc
      .record({ key: name, truth: name, before: name, after: name, isFixed: fc.boolean(), picture })
      .map((row) => ({ ...row, hasPicture: row.picture !== null })),
    {
      maxLength: 40,
    },
  )
  .map((rows) => ({ compared: 100, fixed: 50, broken: 50, inOneOnly: 0, rows }));

const report: fc.Arbitrary<JobReport> = fc.record({
  job: fc
    .record({ error: fc.option(fc.string({ maxLength: 30_000 })), comment: fc.option(name) })
    .map((words) => jobRecord({ handler: 'm:h', error_message: words.error, comment: words.comment })),
  metrics: fc.array(
    fc.record({ name, text: name, value: fc.constant({ type: 'FLOAT64' as const, value: 1 }), isScore: fc.boolean() }),
    { maxLength: 80 },
  ),
  labels: fc.option(table),
  matrix: fc.option(
    fc.integer({ min: 1, max: 20 }).map((size) => ({
      kind: 'matrix' as const,
      title: 'Confusion matrix',
      labels: Array.from({ length: size }, (_, index) => String(index)),
      values: Array.from({ length: size }, () => Array.from({ length: size }, () => 1)),
    })),
  ),
  curves: fc.constant([]),
  predictions: fc.option(predictions),
  changes: fc.option(changes),
  tables: fc.array(table, { maxLength: 4 }),
  environment: fc.array(fc.tuple(name, fc.string({ maxLength: 5000 })), { maxLength: 5 }),
  leftOut: fc.constant([]),
  problems: fc.array(name, { maxLength: 30 }),
  failure: fc.constant(null),
});

const facts = { names: ['a', 'b'], version: '0', now: new Date(0) };
const render = (reports: readonly JobReport[]) => buildPage(reports, facts);

/** The size in bytes of the smallest page about these jobs. */
function leastSize(reports: readonly JobReport[]): number {
  try {
    fittingPage(reports, 1, render);
  } catch (error) {
    if (!isSwjobError(error)) throw error;
    return parseSize(/the page takes (\w+)/.exec(error.message)?.[1] ?? '', '--max-bytes');
  }
  throw new Error('a page of one byte');
}

/** The rows of a table of the page, by its label. */
function rowsOf(page: string, label: string): number {
  const start = page.indexOf(`aria-label="${label}"`);
  if (start < 0) return 0;
  const body = page.slice(page.indexOf('<tbody>', start), page.indexOf('</tbody>', start));
  return body.match(/<tr/g)?.length ?? 0;
}

describe('a page that fits', () => {
  it('takes at most the given bytes, whatever the jobs contain, or says how many it needs', () => {
    fc.assert(
      fc.property(
        fc.array(report, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1000, max: 400_000 }),
        (reports, maxBytes) => {
          try {
            expect(Buffer.byteLength(fittingPage(reports, maxBytes, render))).toBeLessThanOrEqual(maxBytes);
          } catch (error) {
            if (!isSwjobError(error)) throw error;
            const [, needed = ''] = /--max-bytes (\w+) or more/.exec(error.hint ?? '') ?? [];
            const enough = parseSize(needed, '--max-bytes');
            expect(enough).toBeGreaterThan(maxBytes);
            expect(Buffer.byteLength(fittingPage(reports, enough, render))).toBeLessThanOrEqual(enough);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says how much is left out of every shortened part', () => {
    fc.assert(
      fc.property(report, fc.double({ min: 0, max: 1, noNaN: true }), (whole, part) => {
        const full = render([whole]);
        const least = leastSize([whole]);
        const page = fittingPage([whole], Math.ceil(least + (Buffer.byteLength(full) - least) * part), render);
        if (page === full) return;
        const left = /Left out to keep the page small: (.*)<\/p>/.exec(page)?.[1] ?? '';
        const count = (pattern: RegExp) => page.match(pattern)?.length ?? 0;
        if (whole.matrix !== null && count(/<table class="matrix">/g) === 0) {
          expect(left).toContain('the confusion matrix');
        }
        const tables = count(/<details>/g);
        const lost = whole.tables.length - tables;
        if (lost > 0) expect(left).toContain(`${lost} of ${whole.tables.length} tables`);
        const metrics = rowsOf(page, 'metrics');
        if (metrics < whole.metrics.length) {
          expect(left).toContain(`${whole.metrics.length - metrics} of ${whole.metrics.length} metrics`);
        }
        if (whole.predictions !== null) {
          const { rows, total, wrongPictures, wrong } = whole.predictions;
          const shown = rowsOf(page, 'Predictions');
          if (shown < rows.length) expect(page).toContain(`${shown} of ${total} rows of results`);
          const gallery = page.slice(page.indexOf('<section id="wrong">'), page.indexOf('</section>'));
          const pictures = gallery.match(/<img /g)?.length ?? 0;
          if (wrong > 0 && pictures < wrongPictures) {
            expect(gallery).toContain(`${pictures} of ${wrongPictures} pictures`);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is the complete page if there is space', () => {
    fc.assert(
      fc.property(report, (each) => {
        expect(fittingPage([each], Number.MAX_SAFE_INTEGER, render)).toBe(render([each]));
      }),
      { numRuns: 20 },
    );
  });
});
