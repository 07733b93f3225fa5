import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peekCreatedAt } from '../../src/standalone/created-at.ts';
import { timesOf } from '../../src/standalone/job-facts.ts';
import { readJobManifest } from '../../src/standalone/job-manifest.ts';
import { isoText } from '../../src/standalone/job-times.ts';
import { makeOddFile, ODD_FILES } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/stores.ts';

const parent = await temporaryFolder();
const newFolder = () => mkdtempSync(join(parent, 'job-'));

function peek(text: string): string | null {
  const folder = newFolder();
  writeFileSync(join(folder, '_manifest.yaml'), text);
  return isoText(peekCreatedAt(folder));
}

const two = (most: number) => fc.integer({ min: 0, max: most }).map((number) => `${number}`.padStart(2, '0'));
const time = fc
  .tuple(
    fc.constantFrom('2024', '2026', '0001'),
    two(13),
    two(32),
    two(24),
    two(60),
    two(60),
    fc.constantFrom('UTC', 'UTC', 'UTC', 'Z', '+08:00', 'GMT', 'CST', 'JST', '-03', '+0545'),
  )
  .map(
    ([year, month, day, hour, minute, second, zone]) => `${year}-${month}-${day} ${hour}:${minute}:${second} ${zone}`,
  );
/** Manifests of all kinds, many of which begin like the client's. */
const manifest = fc
  .tuple(
    fc.oneof(
      { arbitrary: time.map((text) => `created_at: ${text}`), weight: 4 },
      time.map((text) => `created_at: '${text}'`),
      fc.constantFrom('a: b', 'created_at:', 'created_at: null', '{', ''),
    ),
    fc.constantFrom('\n', '\n', '\n', '\r\n', '\n\n', ''),
    fc.constantFrom(
      'status: success\n',
      'datasets: []\n',
      '  and more\n',
      '- a\n',
      '# a comment\n',
      'a: [',
      'created_at: again\n',
      '',
    ),
  )
  .map((parts) => parts.join(''));

describe('peekCreatedAt', () => {
  it('agrees with the whole manifest, or returns null', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(manifest, async (text) => {
        const folder = newFolder();
        writeFileSync(join(folder, '_manifest.yaml'), text);
        const peeked = peekCreatedAt(folder);
        if (peeked === null) return;
        told++;
        const fields = await readJobManifest({ version: 'v', path: folder, removed: false }).catch(() => undefined);
        if (fields !== undefined)
          expect(fields && timesOf(fields, { version: 'v', path: folder, removed: false }).created).toBe(peeked);
      }),
      { numRuns: 1000, seed: 3 },
    );
    expect(told).toBeGreaterThan(20);
  });

  it('needs only the first line that the client writes', () => {
    expect(peek('created_at: 2026-11-23 08:42:08 UTC\ndatasets: []\n')).toBe('2026-11-23T08:42:08Z');
    expect(peek('created_at: 2026-12-31 08:42:08 UTC\ndatasets: []\n')).toBe('2026-12-31T08:42:08Z');
    expect(peek('created_at: 2026-11-23 08:42:08 UTC\n  of some day\n')).toBeNull();
  });

  it.each(ODD_FILES)('returns null for %s', (kind) => {
    const folder = newFolder();
    makeOddFile(kind, join(folder, '_manifest.yaml'));
    expect(peekCreatedAt(folder)).toBeNull();
  });

  it('returns null without a manifest', () => {
    expect(peekCreatedAt(newFolder())).toBeNull();
  });
});
