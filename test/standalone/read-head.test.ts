import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readHead } from '../../src/standalone/read-head.ts';
import { temporaryFolder } from '../support/stores.ts';

it('returns the first bytes of a file, and none for anything else', async () => {
  const folder = mkdtempSync(join(await temporaryFolder(), 'head-'));
  writeFileSync(join(folder, 'long'), 'status: ok');
  writeFileSync(join(folder, 'short'), 'st');
  mkdirSync(join(folder, 'below'));
  const read = (name: string) => readHead(join(folder, name), Buffer.alloc(6));
  expect(['long', 'short', 'below', 'nosuch'].map(read)).toEqual(['status', 'st', '', '']);
});
