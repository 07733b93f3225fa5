#!/usr/bin/env bash
# Makes the Python environments of the tests beside each other, unless they exist and are complete: .python/ with the real
# client, whose Python it prints, and .python-tables/ with the readers of Parquet files, as the client pins versions that
# conflict with theirs. Needs Python 3.11 or later and a package index.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

base=$(python3 --version)

# make_environment FOLDER STAMP IMPORTED REQUIREMENT...: compiles the modules that are loaded with those in IMPORTED, as most
# never are. Without, each start compiles them again where PYTHONDONTWRITEBYTECODE is set, which takes twice the time.
make_environment() {
  local folder=$1 stamp=$2 imported=$3
  shift 3
  if [[ -f $folder/complete && $(<"$folder/complete") == "$stamp" ]]; then return; fi
  echo "making $folder with $base: $*" >&2
  rm -rf "$folder"
  python3 -m venv "$folder" >&2
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-compile "$@" >&2
  env -u PYTHONDONTWRITEBYTECODE SW_CLI_CONFIG="$folder/config.yaml" SW_LOCAL_STORAGE="$folder/store" \
    "$folder/bin/python" -c "import $imported" >&2
  echo "$stamp" >"$folder/complete"
}

client=$PWD/.python
constraints=test/differential/constraints.txt
client_stamp=$(node -e '
  const { createHash } = require("node:crypto");
  const { readFileSync } = require("node:fs");
  const [base, ...files] = process.argv.slice(1);
  const hash = createHash("sha256").update(base);
  for (const file of files) hash.update(readFileSync(file));
  console.log(hash.digest("hex"));
' "$base" "$constraints" scripts/python-env.sh)
tables=$PWD/.python-tables
readers=(pyarrow==26.0.1 duckdb==2.0.1 pandas==3.1.1 polars==2.1.0)

make_environment "$tables" "$base ${readers[*]} compiled" 'duckdb, pandas, polars, pyarrow.parquet' "${readers[@]}" &
# setuptools: a dependency of the client needs its pkg_resources without declaring it.
make_environment "$client" "$client_stamp" 'starwhale.cli' starwhale==0.6.15 setuptools -c "$constraints"
wait $!
echo "$client/bin/python"
