"""Write a random Standalone store with the real client: write_store.py ROOT SEED

The same seed gives the same jobs, tables and rows; revisions come from the clock and differ.
"""
import contextlib
import os
import random
import sys
from pathlib import Path

root, seed = Path(sys.argv[1]).absolute(), int(sys.argv[2])
root.mkdir(parents=True, exist_ok=True)
os.environ["SW_LOCAL_STORAGE"] = str(root)
os.environ["SW_CLI_CONFIG"] = str(root.parent / f"{root.name}-config.yaml")
rng = random.Random(seed)
# How many rows a table holds in memory before they become a block of their own.
os.environ["DATASTORE_MAX_DIRTY_RECORDS"] = str(rng.choice((70, 100, 140)))

import numpy as np
import yaml
from random_values import NAMES, Values
from starwhale import Audio, Binary, GrayscaleImage, Image, Link, NumpyBinary, Text, Video
from starwhale.api._impl import data_store
from starwhale.api._impl.evaluation.log import Evaluation
from starwhale.base.uri.resource import Resource, ResourceType
from starwhale.core.job.model import Job

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
values = Values(rng)
store = data_store.LocalDataStore.get_instance()


def put(table, row, key="id"):
    return store.update_table(table, data_store._update_schema(key, row), [row])


def put_values(table, row, key="id"):
    """The client compares a new value with the last one, and fails if numpy cannot (a number with a sequence)."""
    with contextlib.suppress(ValueError):
        put(table, row, key)


def delete(table, key):
    put(table, {"id": key, "-": True})


def delete_prefix(table, prefix):
    """Key prefixes are part of the format, but the client has no function that writes one."""
    local = store.tables[table]
    manifest = local._load_manifest()
    revision = str(data_store.InnerRecord.gen_seq_num())
    manifest.tombstones.append(data_store.TombstoneDesc(end_inclusive=False, revision=revision, key_prefix=prefix))
    local._tombstones = manifest.get_tombstones(None)
    local._dump_manifest(manifest)


def new_version(prefix=""):
    return prefix + "".join(rng.choice(LETTERS) for _ in range(40 - len(prefix)))


def write_manifest(project, version):
    minute = lambda: f"2024-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d} {rng.randrange(24):02d}:{rng.randrange(60):02d}:07 UTC"
    manifest = {
        "created_at": minute(),
        "datasets": rng.sample(["points", "local/project/self/dataset/mnist/version/latest", "cloud://srv/project/1/dataset/x"], rng.randrange(3)),
        "error_message": rng.choice(("", "it's broken: é\nsecond line", "- # 'x'")),
        "finetune_validation_datasets": [],
        "finished_at": minute(),
        "handler_name": rng.choice(("evaluator:run", "a.b:C.d")),
        "model": rng.choice(("clf", "0123", "yes")),
        "model_src_dir": f"/opt/sw/{project}/job/{version[:2]}/{version}/snapshot",
        "project": project,
        "scheduler_run_args": rng.choice(({}, {"step_name": "s", "task_index": -1, "task_num": 0})),
        "status": rng.choice(("success", "failed", "running", "init", "start")),
        "version": version,
    }
    for field in ("datasets", "error_message", "handler_name", "finetune_validation_datasets", "model", "scheduler_run_args"):
        if rng.random() < 0.1:
            del manifest[field]
    path = root / project / "job" / version[:2] / version / "_manifest.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(manifest, default_flow_style=False))


KEYS = {
    "int": lambda: rng.randrange(-40, 200),
    "int wide": lambda: rng.choice((-(2**63), 2**63 - 1, 2**53 + rng.randrange(-3, 4), rng.randrange(-9, 9), rng.randrange(2**62))),
    "int8": lambda: np.int8(rng.randrange(-128, 128)),
    # Never empty: the client fails if the row with the empty key is the last of a table.
    "str": lambda: values.text(rng.randrange(1, 3)),
    "str hex": lambda: f"{rng.randrange(4096):03x}",
    "bool": lambda: rng.random() < 0.5,
    "float": lambda: float(rng.randrange(-30, 30)),
}


def fill(table, keys):
    """Inserts, updates, deletes, tombstones and dumps in a random order."""
    key, columns = KEYS[keys], rng.sample(NAMES, rng.randrange(1, 6))
    ranges = keys in ("int", "int wide", "str", "str hex")
    put(table, {"id": key(), "first": 1})
    # The client cannot add INT8 keys to a block that it has written, so that table is dumped once.
    for _ in range(30 if keys == "int8" else rng.choice((15, 60, 160))):
        turn = rng.random()
        if turn < 0.7:
            chosen = rng.sample(columns, rng.randint(0, len(columns)))
            put_values(table, {"id": key(), **{name: values.storable() for name in chosen}})
        elif turn < 0.84:
            delete(table, key())
        elif turn < 0.94:
            if keys != "int8":
                store.tables[table].dump()
        elif turn < 0.97 and ranges:
            start, end = sorted((key(), key()))
            store.delete_by_range(table, rng.choice((start, None, start)), rng.choice((end, end, None)), rng.random() < 0.5)
        elif keys.startswith("str"):
            delete_prefix(table, key() or "a")
    store.tables[table].dump()


def overlap(table, count, name):
    """More rows than the client keeps in memory, in random order, which makes overlapping blocks."""
    order = list(range(count))
    rng.shuffle(order)
    for number in order:
        put(table, {"id": name(number), "generation": 0, "x": rng.random()})
    for generation in (1, 2):
        for _ in range(count // 4):
            put(table, {"id": name(rng.randrange(-20, count + 20)), "generation": generation, f"g{generation}": rng.randrange(9)})
        for _ in range(count // 20):
            delete(table, name(rng.randrange(count)))
        store.tables[table].dump()


def collect_garbage(table):
    """Records that the client merged up to a checkpoint, and later ones."""
    for key in range(30):
        put(table, {"id": key, "a": key, "b": values.storable()})
    for key in range(0, 30, 2):
        put(table, {"id": key, "a": -key})
    delete(table, 3)
    revision = put(table, {"id": 29, "a": "last"})
    store.tables[table].dump()
    store.add_checkpoint(table, revision)
    store.tables[table].dump()
    store.tables[table].gc()
    for key in range(0, 30, 3):
        put(table, {"id": key, "a": key * 100, "c": None})
    for key in (4, 5, 28):
        delete(table, key)
    store.tables[table].dump()


def artifact():
    data = rng.randbytes(rng.choice((0, 1, 300, 5000)))
    return rng.choice((
        lambda: Image(data, display_name=values.text(5), shape=(2, 3, 3)),
        lambda: GrayscaleImage(data, shape=(1, 1)),
        lambda: Audio(data, "a.wav"),
        lambda: Video(data, "v.mp4"),
        lambda: Binary(data),
        lambda: Text(values.text(300), encoding="utf-8"),
        lambda: Text("latin é", encoding="latin-1"),
        lambda: NumpyBinary(np.arange(6, dtype=np.float32).tobytes(), dtype=np.float32, shape=(2, 3)),
        lambda: Image(link=Link("s3://bucket/not-here.png"), display_name="linked"),
    ))()


def logged():
    """A value as a handler logs it: dicts become columns, long strings and bytes become artifacts."""

    def column():
        value = values.storable()
        return column() if isinstance(value, dict) else value

    return rng.choice((
        artifact,
        column,
        lambda: {name: column() for name in rng.sample(NAMES, 3)},
        lambda: values.text(rng.choice((400, 1100, 3000))),
        lambda: rng.randbytes(rng.choice((1000, 1030, 4000))),
        lambda: {"deep": {"image": artifact(), "long": values.text(2000)}},
        lambda: ["w" * 1500, "short", rng.randbytes(1500)],
        lambda: [artifact(), 5],
    ))()


def log(version, project):
    evaluation = Evaluation(id=version, project=f"local/project/{project}")
    for table in rng.sample(["results", "train/steps", "Odd Name:1", "constructor", "__proto__"], 2):
        text_keys = rng.random() < 0.5
        for number in range(rng.randrange(1, 12)):
            evaluation.log(table, f"k{number}" if text_keys else number, {name: logged() for name in rng.sample(NAMES[:6], 2)})
    if rng.random() < 0.85:
        evaluation.log_summary({name: logged() for name in rng.sample(NAMES, 5)})
    evaluation.close()


def table_of(project, version, name):
    return f"project/{project}/eval/{version[:2]}/{version}/{name}"


shared = "".join(rng.choice(LETTERS) for _ in range(5))
jobs = [("self", new_version()), ("self", new_version(shared)), ("self", new_version(shared)), ("other-project", new_version()), ("self", new_version()), ("self", new_version())]
for project, version in jobs:
    write_manifest(project, version)
for project, version in jobs[:5]:
    log(version, project)
(root / "self" / "job" / "zz" / new_version("zz") / "snapshot").mkdir(parents=True)

main = jobs[0][1]
for number, keys in enumerate(KEYS):
    fill(table_of("self", main, f"fill/{number}/{keys}"), keys)
overlap(table_of("self", main, "overlap/int"), 260, lambda number: number)
overlap(table_of("self", main, "overlap/str"), 180, lambda number: f"{number * 7919 % 4096:03x}")
collect_garbage(table_of("self", main, "garbage"))
other_key = table_of("self", jobs[1][1], "other key")
for number in range(5):
    put_values(other_key, {"uid": f"u{number % 3}", "id": number, "v": values.storable()}, key="uid")
for project, version in rng.sample(jobs[1:3] + jobs[4:], 2):
    removed, _ = Job.get_job(Resource(version, typ=ResourceType.job)).remove(False)
    assert removed
store.dump()
sys.stdout.flush()
# The client's background threads would keep the process alive.
os._exit(0)
