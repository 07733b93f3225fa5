"""Runs blocks of Python one after the other in this process, where the client is imported once.

Reads a JSON array of {"name", "code"}, writes one of {"stdout", "error"}.
"""
import contextlib
import io
import json
import os
import sys
import traceback

answers = []
for block in json.load(sys.stdin):
    printed = io.StringIO()
    error = None
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(block["code"], block["name"], "exec"), {"__name__": "__main__"})
    except BaseException:
        error = traceback.format_exc()
    answers.append({"stdout": printed.getvalue(), "error": error})

print(json.dumps(answers))
sys.stdout.flush()
os._exit(0)
