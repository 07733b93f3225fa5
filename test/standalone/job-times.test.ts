import { copyFileSync, mkdtempSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { factsOf, recordOf } from '../../src/standalone/job-facts.ts';
import { readJobManifest } from '../../src/standalone/job-manifest.ts';
import { isoText, jobTimes, unambiguousTime } from '../../src/standalone/job-times.ts';
import { zoneMeanings } from '../../src/standalone/zone-names.ts';
import { temporaryFolder } from '../support/stores.ts';

const zones = fileURLToPath(new URL('../stores/zones/', import.meta.url));

const usualZone = process.env['TZ'];
afterEach(() => setZone(usualZone));

/** Sets the zone of this machine for dates. */
function setZone(zone: string | undefined): void {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
}

const NEVER = () => null;
const at = (iso: string) => () => Date.parse(iso);
const created = (text: string) => isoText(jobTimes(text, '', NEVER).created);

/** What the real engine wrote in these zones, and when. */
const WRITTEN: readonly [file: string, createdAt: string, finishedAt: string, writtenAt: string][] = [
  ['shanghai', '2026-11-27T03:12:24Z', '2026-11-27T03:12:24Z', '2026-11-27T03:12:24.682Z'],
  ['sao-paulo', '2026-11-27T03:12:26Z', '2026-11-27T03:12:26Z', '2026-11-27T03:12:26.789Z'],
  ['kathmandu', '2026-11-27T03:12:29Z', '2026-11-27T03:12:29Z', '2026-11-27T03:12:29.152Z'],
  ['london', '2026-11-27T03:12:32Z', '2026-11-27T03:12:32Z', '2026-11-27T03:12:32.551Z'],
  ['london-clock-change', '2026-11-27T03:12:36Z', '2026-11-27T03:13:21Z', '2026-11-27T03:13:21.505Z'],
];

describe('jobs of the real engine in other zones', () => {
  it('cover all files', () => {
    expect(readdirSync(zones).sort()).toEqual(WRITTEN.map(([file]) => `${file}.yaml`).sort());
  });

  it.each(WRITTEN)('have correct times: %s', async (file, createdAt, finishedAt, writtenAt) => {
    const path = mkdtempSync(join(await temporaryFolder(), 'zone-'));
    const manifest = join(path, '_manifest.yaml');
    copyFileSync(join(zones, `${file}.yaml`), manifest);
    utimesSync(manifest, new Date(), new Date(writtenAt));
    const folder = { path, version: 'abc', removed: false };
    const identity = { folder, instance: 'local', project: 'self' };
    for (const zone of ['UTC', 'Asia/Shanghai', 'America/Chicago', 'Europe/London']) {
      setZone(zone);
      // If a store is copied to a machine whose zone uses the same name differently, the times cannot be known.
      if (file === 'shanghai' && zone === 'America/Chicago') continue;
      expect(recordOf(identity, factsOf((await readJobManifest(folder)) ?? {}, folder))).toMatchObject({
        created_at: createdAt,
        finished_at: finishedAt,
        duration_ms: Date.parse(finishedAt) - Date.parse(createdAt),
      });
    }
  });
});

describe('jobTimes', () => {
  it.each([
    ['2026-11-23 08:42:08 +08', '2026-11-23T00:42:08Z'],
    ['2026-11-23 08:42:08 -03', '2026-11-23T11:42:08Z'],
    ['2026-11-23 08:42:08 -0330', '2026-11-23T12:12:08Z'],
    ['2026-11-23 08:42:08 +05:45', '2026-11-23T02:57:08Z'],
    ['2026-11-23 08:42:08 +8', '2026-11-23T00:42:08Z'],
    ['2026-11-23 08:42:08 UTC+08:00', '2026-11-23T00:42:08Z'],
    ['2026-11-23 08:42:08 GMT-3', '2026-11-23T11:42:08Z'],
    ['2026-11-23 08:42:08 GMT', '2026-11-23T08:42:08Z'],
    ['2026-11-23 08:42:08 JST', '2026-11-22T23:42:08Z'],
    ['2026-11-23 08:42:08 CET', '2026-11-23T07:42:08Z'],
    ['2026-07-23 08:42:08 CEST', '2026-07-23T06:42:08Z'],
    ['2026-11-23 08:42:08 China Standard Time', '2026-11-23T00:42:08Z'],
    ['2026-11-23 08:42:08 W. Europe Standard Time', '2026-11-23T07:42:08Z'],
    ['2026-07-23 08:42:08 Pacific Daylight Time', '2026-07-23T15:42:08Z'],
    ['2026-07-23 08:42:08 Coordinated Universal Time', '2026-07-23T08:42:08Z'],
    ['2026-07-23 08:42:08 +99', null],
    ['2026-07-23 08:42:08 CST', null],
    ['2026-07-23 08:42:08 QQQ', null],
  ])('%s is %s', (text, time) => {
    setZone('UTC');
    expect(created(text)).toBe(time);
  });

  it.each([
    ['Asia/Shanghai', '2026-11-23 08:42:08 CST', '2026-11-23T00:42:08Z'],
    ['America/Chicago', '2026-11-23 08:42:08 CST', '2026-11-23T14:42:08Z'],
    // Both times are in the hour that the clock passes twice.
    ['America/Chicago', '2026-11-01 01:30:00 CDT', '2026-11-01T06:30:00Z'],
    ['America/Chicago', '2026-11-01 01:30:00 CST', '2026-11-01T07:30:00Z'],
    ['America/Havana', '2026-12-01 01:30:00 CST', '2026-12-01T06:30:00Z'],
    ['Asia/Kolkata', '2026-11-23 08:42:08 IST', '2026-11-23T03:12:08Z'],
    ['Europe/Dublin', '2026-07-23 08:42:08 IST', '2026-07-23T07:42:08Z'],
    ['Europe/London', '2026-07-23 08:42:08 BST', '2026-07-23T07:42:08Z'],
    ['Asia/Manila', '2026-07-23 08:42:08 PST', '2026-07-23T00:42:08Z'],
    // Its offset is that of IST in Ireland, but it does not use that name.
    ['Europe/Madrid', '2026-11-23 08:42:08 IST', null],
  ])('takes a name as the zone %s has it: %s', (zone, text, time) => {
    setZone(zone);
    expect(created(text)).toBe(time);
  });

  it('decides by when the manifest was written, to a quarter of an hour', () => {
    setZone('UTC');
    const times = (zone: string, writtenAt: string) =>
      jobTimes(`2026-11-23 08:00:00 ${zone}`, `2026-11-23 09:00:00 ${zone}`, at(writtenAt));
    expect(times('CST', '2026-11-23T01:03:00Z')).toMatchObject({
      created: Date.parse('2026-11-23T00:00:00Z'),
      finished: Date.parse('2026-11-23T01:00:00Z'),
      durationMs: 3_600_000,
    });
    expect(times('CST', '2026-11-23T15:00:02Z').finished).toBe(Date.parse('2026-11-23T15:00:00Z'));
    expect(times('IST', '2026-11-23T03:30:02Z').finished).toBe(Date.parse('2026-11-23T03:30:00Z'));
    expect(times('IST', '2026-11-23T07:00:00Z').finished).toBe(Date.parse('2026-11-23T07:00:00Z'));
    // An unknown name, as on a Windows in another language.
    expect(times('中国标准时间', '2026-11-23T01:00:01Z').created).toBe(Date.parse('2026-11-23T00:00:00Z'));
  });

  it('falls back to the wall clock for the order and the duration', () => {
    setZone('UTC');
    const late = at('2026-12-24T00:00:00Z');
    expect(jobTimes('2026-11-23 08:00:00 CST', '2026-11-23 09:00:00 CST', late)).toEqual({
      created: null,
      finished: null,
      durationMs: 3_600_000,
      order: Date.parse('2026-11-23T08:00:00Z'),
    });
    expect(jobTimes('2026-11-23 08:00:00 QQQ', '2026-11-23 09:00:00 RRR', late).durationMs).toBeNull();
  });

  it('looks at the manifest’s time only if it decides', () => {
    const writtenAt = () => {
      throw new Error('asked');
    };
    expect(jobTimes('2026-11-23 08:00:00 +08', '2026-11-23 09:00:00 UTC', writtenAt).created).not.toBeNull();
  });
});

describe('unambiguousTime', () => {
  it('is null for ambiguous names', () => {
    expect(isoText(unambiguousTime('2026-11-23 08:42:08 GMT'))).toBe('2026-11-23T08:42:08Z');
    for (const text of ['2026-11-23 08:42:08 CST', '2026-11-23 08:42:08 QQQ', '2026-11-23', '']) {
      expect(unambiguousTime(text)).toBeNull();
    }
  });
});

describe('zoneMeanings', () => {
  it('knows the offsets of the zones of this machine', () => {
    const year = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];
    for (const [zone, ...names] of [
      ['America/New_York', 'EST', 'EDT'],
      ['America/St_Johns', 'NST', 'NDT'],
      ['Europe/Moscow', 'MSK', 'MSK'],
      ['Europe/Athens', 'EET', 'EEST'],
      ['Asia/Tokyo', 'JST', 'JST'],
      ['America/Anchorage', 'AKST', 'AKDT'],
      ['Pacific/Honolulu', 'HST', 'HST'],
      ['Africa/Johannesburg', 'SAST', 'SAST'],
      ['Africa/Lagos', 'WAT', 'WAT'],
      ['Africa/Nairobi', 'EAT', 'EAT'],
      ['Australia/Sydney', 'AEDT', 'AEST'],
      ['Pacific/Auckland', 'NZDT', 'NZST'],
      ['Asia/Karachi', 'PKT', 'PKT'],
      ['Asia/Hong_Kong', 'HKT', 'HKT'],
    ] as const) {
      setZone(zone);
      for (const [index, name] of names.entries()) {
        const offset = -new Date(year[index] ?? 0).getTimezoneOffset();
        expect([zone, name, zoneMeanings(name)]).toEqual([zone, name, [{ offset }]]);
      }
    }
  });
});
