import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { foldersIn } from '../../src/completion/folders-in.ts';
import { temporaryFolder } from '../support/stores.ts';

it('finds folders, but neither files nor links; none in a missing folder', async () => {
  const root = mkdtempSync(join(await temporaryFolder(), 'folders-'));
  mkdirSync(join(root, 'a', 'below'), { recursive: true });
  writeFileSync(join(root, 'file'), '');
  symlinkSync(join(root, 'a'), join(root, 'link'));
  expect(foldersIn(root)).toEqual(['a']);
  expect(foldersIn(join(root, 'nosuch'))).toEqual([]);
  expect(foldersIn(join(root, 'file'))).toEqual([]);
});
