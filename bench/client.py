"""Does with the real client what the bench does with swjob: client.py WORK JOB-URI

WORK is one of `rows`, `range` (10 rows from the middle of 1,000,000), `limit` (the first 10) and `summary`.
"""
import itertools
import json
import sys

from starwhale import job

work, uri = sys.argv[1:3]
found = job(uri)
if work == "summary":
    print(json.dumps(found.summary))
else:
    bounds = {"start": 500_000, "end": 500_010} if work == "range" else {}
    rows = found.get_table_rows("results", **bounds)
    for row in itertools.islice(rows, 10 if work == "limit" else None):
        print(json.dumps(row))
