// Writes the types that the library's public types refer to, and no others: nobody should import those of the command line.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { runCompiler } from './compiler.js';

/** `from './value.ts'` and `import('./value.ts')` in a declaration. */
const SPECIFIER = /((?:\bfrom |\bimport\()['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g;

export async function writePublicTypes(outdir) {
  const folder = mkdtempSync(join(tmpdir(), 'swjob-types-'));
  try {
    await runCompiler('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', folder]);
    for (const [path, text] of reachable(join(folder, 'index.d.ts'))) {
      const target = join(outdir, relative(folder, path));
      mkdirSync(dirname(target), { recursive: true });
      // Every resolver finds the declaration of a `.js`, but some do not support imports of `.ts`.
      writeFileSync(target, inTabs(text.replace(SPECIFIER, '$1.js')));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each four spaces at the start of a line as a tab, which takes less room in the package. */
function inTabs(text) {
  return text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
}

/** The text of a declaration and of all those that it refers to, by path. */
function reachable(path, found = new Map()) {
  if (found.has(path)) return found;
  const text = readFileSync(path, 'utf8');
  found.set(path, text);
  for (const [, specifier] of text.matchAll(SPECIFIER)) {
    const name = specifier.slice(specifier.search(/['"]/) + 1);
    reachable(join(dirname(path), `${name}.d.ts`), found);
  }
  return found;
}
