"""Ask the real client everything about a Standalone store: ask_client.py ROOT OUT.json

The answers have the form of test/support/answers.ts, long ones in full. The store is copied first, because the client
writes into a store that it only reads.
"""
import base64
import hashlib
import json
import os
import shutil
import struct
import sys
import tempfile
from pathlib import Path

work = Path(tempfile.mkdtemp(prefix="swjob-ask-"))
root = work / "root"
shutil.copytree(sys.argv[1], root)
os.environ["SW_LOCAL_STORAGE"] = str(root)
os.environ["SW_CLI_CONFIG"] = str(work / "config.yaml")

from starwhale import job
from starwhale.api._impl import data_store
from starwhale.base.data_type import BaseArtifact
from starwhale.core.job.view import JobTermView


def canon(value):
    """A value without loss; test/support/canon.ts writes the same text for ours."""
    if value is None:
        return {"t": "none"}
    if isinstance(value, bool):
        return {"t": "bool", "v": value}
    if type(value) is int:
        return {"t": "int", "v": str(value)}
    if type(value) is float:
        return {"t": "float", "v": repr(value), "bits": struct.pack(">d", value).hex()}
    if type(value) is str:
        return {"t": "str", "v": value}
    if type(value) is bytes:
        return {"t": "bytes", "v": base64.b64encode(value).decode()}
    if type(value) in (list, tuple):
        return {"t": type(value).__name__, "v": [canon(one) for one in value]}
    if isinstance(value, dict):
        return {"t": "dict", "v": [[canon(key), canon(one)] for key, one in value.items()]}
    if not isinstance(value, data_store.SwObject):
        raise TypeError(f"the client answered with a {type(value)}")
    attributes = [[name, canon(one)] for name, one in list(value.__dict__.items())]
    found = {"t": "object", "class": f"{type(value).__module__}.{type(value).__qualname__}", "attrs": attributes}
    if isinstance(value, BaseArtifact):
        try:
            content = value.to_bytes()
            found["content"] = {"len": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        except Exception as error:
            found["content"] = {"error": type(error).__name__}
    return found


def canon_row(row):
    return [[column, canon(value)] for column, value in row.items()]


def attempt(question):
    try:
        return {"ok": question()}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error).replace(str(root), "<ROOT>")}


def full_scan(rows):
    return {"start": canon(None), "end": canon(None), "keep_none": False, "end_inclusive": False, **attempt(lambda: [canon_row(row) for row in rows()])}


def revisions_of(table):
    """Some of the revisions in a table's blocks, from the first to the second last."""
    local = data_store.LocalDataStore.get_instance()._must_get_table(table)
    found = sorted({revision for block in local._load_data_blocks() for record in block.scan() for revision in record.records})
    return [found[len(found) * part // 4] for part in range(4)] if found else []


def ask_revisions(evaluation, table):
    """The table at earlier revisions, by revision."""
    store = data_store.LocalDataStore.get_instance()
    scan = lambda revision: store.scan_tables([data_store.TableDesc(table, revision=str(revision))])
    decode = evaluation._auto_decode_types
    return {str(revision): full_scan(lambda: [decode(row) for row in scan(revision)]) for revision in revisions_of(table)}


def ask_job(project, version):
    one = job(f"local/project/{project}/job/{version}")
    answers = {
        "status": attempt(lambda: one.status),
        "info": attempt(lambda: {"manifest": one.info().manifest.model_dump()}),
        "summary": attempt(lambda: canon_row(one.summary)),
        "tables": attempt(lambda: list(one.tables)),
        "rows": {},
        "revisions": {},
    }
    for name in answers["tables"].get("ok", []):
        answers["rows"][name] = [full_scan(lambda: one.get_table_rows(name))]
        table = f"project/{project}/eval/{version[:2]}/{version}/{name}"
        answers["revisions"][name] = ask_revisions(one.evaluation_store, table)
    return answers


def ask_resolve(query):
    def resolve():
        one = job(query)
        return {
            "project": one.uri.project.id,
            "version": one.uri.version,
            "info_version": attempt(lambda: one.info().manifest.version),
        }

    return attempt(resolve)


def ask_project(project):
    folders = sorted(path.name for path in (root / project / "job").glob("[!.]*/*"))
    # Only full URIs: the client would also look up shorter forms among local models and files.
    queries = [f"local/project/{project}/job/{version[:length]}" for version in folders for length in (3, 5, 6, 40)]
    return {
        "list_manifests": attempt(lambda: [one.manifest.model_dump() for one in JobTermView.list(f"local/project/{project}")[0]]),
        "jobs": {version: ask_job(project, version) for version in folders},
        "resolve": {query: ask_resolve(query) for query in queries},
    }


projects = sorted(path.parent.name for path in root.glob("[!.]*/job"))
answers = {"store": Path(sys.argv[1]).name, "projects": {project: ask_project(project) for project in projects}}
Path(sys.argv[2]).write_text(json.dumps(answers, separators=(",", ":")))
shutil.rmtree(work, ignore_errors=True)
sys.stdout.flush()
os._exit(0)
