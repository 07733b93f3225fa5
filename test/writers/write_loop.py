"""Write, update and dump a table with the real client until stdin is closed: write_loop.py ROOT VERSION [gc]

With "gc", the client collects garbage after every dump: it writes all blocks anew and deletes the old ones.
Every dump is a whole generation: each key has its number, and the one key that a generation deletes is missing.
Prints "started" after the first, and how many there were at the end.
"""
import functools
import os
import sys
import threading
from pathlib import Path

root, version = Path(sys.argv[1]).absolute(), sys.argv[2]
collects_garbage = sys.argv[3:] == ["gc"]
os.environ["SW_LOCAL_STORAGE"] = str(root)
os.environ["SW_CLI_CONFIG"] = str(root.parent / f"{root.name}-config.yaml")
os.environ["DATASTORE_MAX_DIRTY_RECORDS"] = "1000000"

from starwhale.api._impl import data_store

KEYS = 40
# Small blocks, so that a generation replaces several of them.
data_store.DataBlockConfig = functools.partial(data_store.DataBlockConfig, max_block_size=10)
store = data_store.LocalDataStore.get_instance()
table = f"project/self/eval/{version[:2]}/{version}/t"

stopped = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stopped.set()), daemon=True).start()

generation = 0
while not stopped.is_set():
    for key in range(KEYS):
        row = {"id": key, "generation": generation, "text": f"{generation}-{key}" * 3}
        store.update_table(table, data_store._update_schema("id", row), [row])
    gone = {"id": generation % KEYS, "-": True}
    store.update_table(table, data_store._update_schema("id", gone), [gone])
    if collects_garbage:
        # Without a checkpoint after the last revision, gc() ends in an IndexError; with one made after the dump it does nothing.
        store.tables[table].add_checkpoint(str(data_store.InnerRecord.gen_seq_num()))
    store.tables[table].dump()
    if collects_garbage:
        store.tables[table].gc()
    if generation == 0:
        print("started", flush=True)
    generation += 1
print(generation, flush=True)
os._exit(0)
