"""Compares Parquet files with JSON lines of the same rows, cell by cell.

Reads pairs of paths from stdin. After an empty line, prints how many were the same since the last one.
"""
import base64
import json
import math
import struct
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

LEFT_OUT = object()


def plain(value, is_json):
    """A cell as JSON lines have it."""
    if value is None:
        return None
    if is_json:
        return json.loads(value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, list):
        return [plain(item, False) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def same(a, b):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, float) and isinstance(b, int):
        # JSON lines print a large float without a point, which Python reads as an integer.
        return a == float(b)
    return a == b


def same_float(a, b):
    """JSON lines print numpy's narrow floats from pickles with as few digits as needed."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_float, a, b))
    if isinstance(a, float) and isinstance(b, (int, float)):
        return a == b or struct.pack("f", a) == struct.pack("f", b)
    return same(a, b)


def check(names, rows, expected, kinds, by):
    assert len(rows) == len(expected), f"{by}: {len(rows)} rows instead of {len(expected)}"
    for number, (row, record) in enumerate(zip(rows, expected)):
        assert set(record) <= set(names), f"{by}: columns are missing: {set(record) - set(names)}"
        for name, cell in zip(names, row):
            kind = kinds.get(name)
            got, wanted = plain(cell, kind == "JSON"), record.get(name)
            compare = same_float if kind == "FLOAT" else same
            assert compare(got, wanted), f"{by}, row {number}, {name!r}: {got!r} instead of {wanted!r}"


def main():
    tables = 0
    for line in sys.stdin:
        if line == "\n":
            print(tables, flush=True)
            tables = 0
            continue
        parquet, lines = json.loads(line)
        with open(lines, encoding="utf-8", newline="\n") as file:
            expected = [json.loads(text) for text in file]
        file = pq.ParquetFile(parquet)
        leaves = [file.schema.column(i) for i in range(len(file.schema))]
        kinds = {
            leaf.path.removesuffix(".list.element") if leaf.max_repetition_level else leaf.path:
            "JSON" if leaf.logical_type.type == "JSON" else leaf.physical_type
            for leaf in leaves
        }
        table = file.read()
        names = table.column_names
        columns = [column.combine_chunks().to_pylist() for column in table.columns]
        check(names, list(zip(*columns)), expected, kinds, f"pyarrow, {parquet}")
        rows = duckdb.execute("SELECT * FROM read_parquet($1)", [parquet]).fetchall()
        check(names, rows, expected, kinds, f"DuckDB, {parquet}")
        tables += 1


main()
