// Writes what is generated from the command tree: completions/ (the shells' scripts and the tree itself), man/ (a page per
// command and help topic) and the pages of --help.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

export async function writeGeneratedFiles() {
  const { completionFiles, helpPages, manPages } = await loadSource('src/completion/generated-files.ts');
  writeFolder('completions', completionFiles());
  const pages = await manPages();
  writeFolder('man', pages);
  for (const name of readdirSync(`${PROJECT}man`)) if (!pages.has(name)) rmSync(`${PROJECT}man/${name}`);
  writeFileSync(`${PROJECT}dist/help-pages.json`, JSON.stringify(helpPages()));
}

function writeFolder(folder, files) {
  mkdirSync(`${PROJECT}${folder}`, { recursive: true });
  for (const [name, text] of files) writeFileSync(`${PROJECT}${folder}/${name}`, text);
}
