import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AnswerCache } from '../../src/completion/answer-cache.ts';
import { temporaryFolder } from '../support/stores.ts';

const QUESTION = ['http://srv', 'me', 'jobs'];

async function cacheAt(now: () => number) {
  const folder = join(mkdtempSync(join(await temporaryFolder(), 'cache-')), 'swjob');
  return { folder, cache: new AnswerCache(folder, now) };
}

describe('AnswerCache', () => {
  it('keeps an answer for five seconds, and knows a pending question', async () => {
    let now = 1_000_000;
    const { cache } = await cacheAt(() => now);
    expect(cache.recall(QUESTION)).toBeNull();
    cache.noteAsked(QUESTION);
    expect(cache.recall(QUESTION)).toBe('asked');
    cache.keep(QUESTION, ['a']);
    now += 5000;
    expect(cache.recall(QUESTION)).toEqual({ answer: ['a'] });
    expect(cache.recall([...QUESTION, 'more'])).toBeNull();
    now += 1;
    expect(cache.recall(QUESTION)).toBeNull();
    now -= 10_000;
    expect(cache.recall(QUESTION)).toBeNull();
  });

  it('deletes its files older than an hour, even partial ones, and nothing else', async () => {
    const { cache, folder } = await cacheAt(Date.now);
    cache.keep(QUESTION, ['a']);
    const [kept = ''] = readdirSync(folder);
    const old = kept.replace(/^.{8}/, '00000000');
    const others = ['notes.txt', `${'0'.repeat(31)}.json`];
    for (const name of [old, old.replace('json', '0123abcd.tmp'), ...others]) {
      writeFileSync(join(folder, name), '');
      utimesSync(join(folder, name), new Date(0), new Date(0));
    }
    cache.keep(QUESTION, ['b']);
    expect(readdirSync(folder).sort()).toEqual([kept, ...others].sort());
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"time": "now", "answer": 1}',
    `{"time": 1, "answer": "${'x'.repeat(1 << 20)}"}`,
  ])('takes no damaged file for an answer (%#)', async (text) => {
    const { cache, folder } = await cacheAt(() => 1);
    cache.keep(QUESTION, ['a']);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), text);
    expect(cache.recall(QUESTION)).toBeNull();
  });

  it('works without a folder, or with one that cannot be created', async () => {
    const parent = mkdtempSync(join(await temporaryFolder(), 'file-'));
    writeFileSync(join(parent, 'file'), '');
    for (const folder of [join(parent, 'file', 'swjob'), undefined]) {
      const cache = new AnswerCache(folder, () => 1);
      cache.keep(QUESTION, ['a']);
      expect(cache.recall(QUESTION)).toBeNull();
    }
  });

  it('writes files that only the user can read, whatever the folder allows', async () => {
    const { cache, folder } = await cacheAt(() => 1);
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    cache.keep(QUESTION, ['a']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });
});
