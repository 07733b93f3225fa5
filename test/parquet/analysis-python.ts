import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MADE = fileURLToPath(new URL('../../.python-tables/bin/python', import.meta.url));

/** The Python with pyarrow and DuckDB that `scripts/python-env.sh` makes; null where there is none. */
export function analysisPython(): string | null {
  return process.env['SWJOB_TABLES_PYTHON'] ?? (existsSync(MADE) ? MADE : null);
}
