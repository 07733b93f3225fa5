#!/usr/bin/env bash
# Makes the Python environment of the differential test in .python/, unless it exists and is complete, and prints the path
# of its Python. Needs Python 3.11 or later and a package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

constraints=test/differential/constraints.txt
environment=$PWD/.python
base=$(python3 --version)
stamp=$(node -e '
  const { createHash } = require("node:crypto");
  const { readFileSync } = require("node:fs");
  const [file, base] = process.argv.slice(1);
  console.log(createHash("sha256").update(base).update(readFileSync(file)).digest("hex"));
' "$constraints" "$base")

if [[ ! -f $environment/complete || $(<"$environment/complete") != "$stamp" ]]; then
  echo "making .python with $base: the real client, for the differential test" >&2
  rm -rf "$environment"
  python3 -m venv "$environment" >&2
  # setuptools: a dependency of the client needs its pkg_resources without declaring it.
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
    starwhale==0.6.15 setuptools -c "$constraints" >&2
  SW_CLI_CONFIG=$environment/config.yaml SW_LOCAL_STORAGE=$environment/store \
    "$environment/bin/python" -c 'import starwhale' >&2
  echo "$stamp" >"$environment/complete"
fi
# A second environment for the readers of Parquet files: the client pins versions that conflict with theirs.
tables=$PWD/.python-tables
packages=(pyarrow==26.0.1 duckdb==2.0.1 pandas==3.1.1 polars==2.1.0)
if [[ ! -f $tables/complete || $(<"$tables/complete") != "$base ${packages[*]}" ]]; then
  echo "making .python-tables with $base: pyarrow, DuckDB, pandas and polars, for the tests of Parquet files" >&2
  rm -rf "$tables"
  python3 -m venv "$tables" >&2
  "$tables/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "${packages[@]}" >&2
  echo "$base ${packages[*]}" >"$tables/complete"
fi
echo "$environment/bin/python"
