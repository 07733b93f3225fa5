// Writes the types that the library's public types refer to, and no others: nobody should import those of the command line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { runCompiler } from './compiler.js';
import { DeclarationFile } from './declaration-file.js';

export async function writePublicTypes(outdir) {
  const folder = mkdtempSync(join(tmpdir(), 'swjob-types-'));
  try {
    await runCompiler('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', folder]);
    for (const [path, file] of needed(join(folder, 'index.d.ts'))) {
      const target = join(outdir, relative(folder, path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, inTabs(file.text()));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each four spaces at the start of a line as a tab, which takes less room in the package. */
function inTabs(text) {
  return text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
}

/** The files that declare what this one exports, and everything that these declarations refer to. */
function needed(index) {
  const files = new Map();
  const fileAt = (path) => {
    if (!files.has(path)) files.set(path, new DeclarationFile(path));
    return files.get(path);
  };
  const queue = fileAt(index).needAll();
  for (const { path, name } of queue) queue.push(...fileAt(path).need(name));
  return files;
}
