import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MADE = fileURLToPath(new URL('../../.python-tables/bin/python', import.meta.url));

/** The Python with pyarrow and DuckDB from `scripts/python-env.sh`; null if there is none, which is an error in CI. */
export function analysisPython(): string | null {
  const python = process.env['SWJOB_TABLES_PYTHON'] ?? (existsSync(MADE) ? MADE : null);
  if (python !== null) return python;
  if (process.env['CI'] === 'true') throw new Error('no pyarrow and DuckDB: scripts/python-env.sh installs them');
  process.stderr.write('\nSKIPPED: no pyarrow and DuckDB (scripts/python-env.sh installs them)\n\n');
  return null;
}
