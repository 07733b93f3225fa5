// Writes completions/: the scripts for the shells, as `swjob completion SHELL` prints them, and the command tree.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.js';

const folder = fileURLToPath(new URL('../completions/', import.meta.url));
const { completionFiles } = await loadSource('src/completion/generated-files.ts');
mkdirSync(folder, { recursive: true });
for (const [name, text] of completionFiles()) writeFileSync(`${folder}${name}`, text);
