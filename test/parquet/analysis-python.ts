import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MADE = fileURLToPath(new URL('../../.python-tables/bin/python', import.meta.url));

/** The Python with pyarrow and DuckDB that `scripts/python-env.sh` makes; null where there is none, which CI does not accept. */
export function analysisPython(): string | null {
  const python = process.env['SWJOB_TABLES_PYTHON'] ?? (existsSync(MADE) ? MADE : null);
  if (python !== null) return python;
  if (process.env['CI'] === 'true') throw new Error('no pyarrow and DuckDB: scripts/python-env.sh installs them');
  process.stderr.write('\nSKIPPED: no pyarrow and DuckDB (scripts/python-env.sh installs them)\n\n');
  return null;
}
