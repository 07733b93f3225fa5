"""The counts that a diff of any two jobs of a store must have, from what the real client and Python's pickle read.

    diff_counts.py STORE.expected.json.gz STORE.pickles.json.gz

Prints {table: [{base, job, counts, outcome, columns, fixed, broken}]}: `fixed` and `broken` list keys.
"""

import gzip
import json
import math
import sys

IGNORED = {"id", "duration_seconds"}


def main(expected, pickles):
    with gzip.open(expected) as file:
        jobs = json.load(file)["projects"]["self"]["jobs"]
    with gzip.open(pickles) as file:
        read = json.load(file)
    tables = {}
    for job, answers in jobs.items():
        for table, scans in answers["rows"].items():
            rows = rows_of(scans)
            for key, value in read.get(job, {}).get(table, []):
                rows[plain(key)]["output"] = value
            if rows:
                tables.setdefault(table, {})[job] = rows
    result = {
        table: [compare(base, job, of_job[base], of_job[job]) for base in of_job for job in of_job]
        for table, of_job in tables.items()
    }
    json.dump(result, sys.stdout)


def rows_of(scans):
    """The rows by key; for long answers, collected from ranges."""
    rows = {}
    for scan in scans:
        answer = scan.get("ok")
        if scan["keep_none"] or answer is None:
            continue
        for part in [answer] if isinstance(answer, list) else [answer["first"], answer["last"]]:
            for row in part:
                cells = dict((name, value) for name, value in row)
                rows[plain(cells["id"])] = cells
    whole = [scan["ok"]["count"] for scan in scans if isinstance(scan.get("ok"), dict) and "count" in scan["ok"]]
    assert all(len(rows) == count for count in whole), "the parts are not the whole"
    return rows


def compare(base, job, before, after):
    counts = {"equal": 0, "changed": 0, "added": len(after.keys() - before.keys()), "removed": len(before.keys() - after.keys())}
    outcome = {"both_right": 0, "fixed": 0, "broken": 0, "both_wrong": 0}
    columns, keys = {}, {"fixed": [], "broken": []}
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        names = [name for name in old.keys() | new.keys() if name not in IGNORED]
        changed = [name for name in names if normal(old.get(name)) != normal(new.get(name))]
        counts["changed" if changed else "equal"] += 1
        for name in changed:
            columns[name] = columns.get(name, 0) + 1
        was, is_now = right(old), right(new)
        if was is None or is_now is None:
            continue
        became = {(True, True): "both_right", (False, True): "fixed", (True, False): "broken", (False, False): "both_wrong"}
        outcome[became[was, is_now]] += 1
        if was != is_now:
            keys[became[was, is_now]].append(key)
    judged = sum(outcome.values()) > 0
    if judged:
        outcome["p"] = exact_p(outcome["fixed"], outcome["broken"])
    return {
        "base": base,
        "job": job,
        "counts": counts,
        "outcome": outcome if judged else None,
        "columns": columns,
        **{name: sorted(found) for name, found in keys.items()},
    }


def right(row):
    truth, output = row.get("input/label"), row.get("output")
    predicted = row.get("output/label")
    if predicted is None and output is not None:
        predicted = dict(parts(output)).get("label") or (output if output["t"] == "str" else None)
    if truth is None or predicted is None:
        return None
    return normal(truth) == normal(predicted)


def parts(value):
    if value["t"] == "dict":
        return [(key.get("v"), item) for key, item in value["v"]]
    return value.get("attrs", [])


def exact_p(fixed, broken):
    n = fixed + broken
    tail = sum(math.comb(n, k) for k in range(min(fixed, broken) + 1))
    return min(1.0, 2 * tail / 2**n)


def plain(value):
    return int(value["v"]) if value["t"] == "int" else value["v"]


def normal(value):
    """A form that is equal for equal values."""
    if value is None or value["t"] == "none":
        return None
    kind = value["t"]
    if kind == "int":
        return ("number", int(value["v"]))
    if kind == "float":
        number = float(value["v"])
        return ("number", "nan" if math.isnan(number) else number)
    if kind == "scalar":
        return normal(value["v"])
    if kind == "ndarray":
        return nested(value["v"])
    if kind in ("list", "set", "frozenset"):
        return ("list", [normal(item) for item in value["v"]])
    if kind == "tuple":
        return ("tuple", [normal(item) for item in value["v"]])
    if kind == "dict":
        return ("dict", sorted(([normal(key), normal(item)] for key, item in value["v"]), key=repr))
    if kind == "object":
        if "content" in value:
            return ("artifact", value["class"], value["content"].get("sha256"))
        inside = [[name, normal(item)] for name, item in value.get("attrs", [])]
        return ("object", value["class"], sorted(inside), [normal(item) for item in value.get("args", [])])
    return (kind, value["v"])


def nested(value):
    return ("list", [nested(item) for item in value]) if isinstance(value, list) else normal(value)


main(*sys.argv[1:])
