// Writes docs/api.md from the library's docstrings; with --print, to standard output.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiPage } from './docs/api-page.js';

const page = await apiPage();
if (process.argv[2] === '--print') process.stdout.write(page);
else writeFileSync(fileURLToPath(new URL('../docs/api.md', import.meta.url)), page);
