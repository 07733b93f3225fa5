// Writes the types that the library's own lead to, and no others: what the command line is made of is nobody's to import.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { runCompiler } from './compiler.js';

/** `from './value.ts'` and `import('./value.ts')` of a declaration. */
const SPECIFIER = /((?:\bfrom |\bimport\()['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g;

export async function writePublicTypes(outdir) {
  const folder = mkdtempSync(join(tmpdir(), 'swjob-types-'));
  try {
    await runCompiler('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', folder]);
    for (const [path, text] of reachable(join(folder, 'index.d.ts'))) {
      const target = join(outdir, relative(folder, path));
      mkdirSync(dirname(target), { recursive: true });
      // Every resolver finds the declaration beside a `.js`; a `.ts` in it asks for more than some of them do.
      writeFileSync(target, text.replace(SPECIFIER, '$1.js'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A declaration and all those that it leads to, by path, with their text. */
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
