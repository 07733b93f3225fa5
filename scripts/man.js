// Writes man/: a page for the program, one for each of its commands and one for each topic of its help, from their texts.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.js';

const folder = fileURLToPath(new URL('../man/', import.meta.url));
const { manPages } = await loadSource('src/completion/generated-files.ts');
const pages = await manPages();
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (/\.\d$/.test(name) && !pages.has(name)) rmSync(`${folder}${name}`);
for (const [name, text] of pages) writeFileSync(`${folder}${name}`, text);
