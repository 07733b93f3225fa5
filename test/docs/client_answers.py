"""Asks the real client to check what the README and docs/migration.md say about it.

Usage: client_answers.py ROOT QUESTIONS [ADDRESS]
ROOT is the store jobs for the question "jobs", tables for "tables"; for "server" the config has a server with the alias
srv, and a server at ADDRESS has a certificate that nobody has signed. Prints one JSON object. The store is changed.
"""
import inspect
import json
import os
import shutil
import sys
import time
import types
from pathlib import Path

root = Path(sys.argv[1])
os.environ["SW_LOCAL_STORAGE"] = str(root)
# Do not wait between two attempts.
time.sleep = lambda seconds: None

from click.testing import CliRunner
import starwhale
from starwhale import Dataset, Job, job
from starwhale.cli import create_sw_cli

cli = create_sw_cli()


def run(*words):
    ended = CliRunner().invoke(cli, words, input="y\n")
    return {"exit": ended.exit_code, "output": ended.output, "error": type(ended.exception).__name__}


def pages_served_by(*words):
    """How often a command serves the client's own web pages, by a library that is an extra of it."""
    served = []
    sys.modules["uvicorn"] = types.SimpleNamespace(run=lambda *args, **options: served.append(options["host"]))
    run(*words)
    return len(served)


def attempt(question):
    try:
        return {"ok": question()}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


def versions(ended):
    return [one["manifest"]["version"] for one in json.loads(ended["output"])]


def options_of(command):
    shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    return [name for parameter in shown for name in parameter.opts if name.startswith("-")]


def shape():
    """The commands and methods that there are."""
    group = cli.commands["job"]
    return {
        "commands": {name: options_of(command) for name, command in group.commands.items()},
        "run": options_of(cli.commands["model"].commands["run"]),
        "instance": {name: options_of(command) for name, command in cli.commands["instance"].commands.items()},
        "project": list(cli.commands["project"].commands),
        "builds": [name for name in ("model", "dataset", "runtime") if "build" in cli.commands[name].commands],
        "sdk_builds": [hasattr(starwhale.model, "build"), hasattr(Dataset, "commit"), hasattr(starwhale, "runtime")],
        "methods": {
            name: list(inspect.signature(getattr(Job, name)).parameters) if callable(getattr(Job, name)) else []
            for name in dir(Job)
            if not name.startswith("_")
        },
        "completes_jobs": [
            parameter._custom_shell_complete is not None
            for command in group.commands.values()
            for parameter in command.params
        ],
    }


def ask_jobs():
    removed, failed = "z67ux3zccljwospxmwyxhomwlnbbhmsu7ctzkiy5", "dkjc"
    known = "6jfebzsdoxrlgqnbqrmktsxfvyplp6rftastm23s"
    answers = {
        "shape": shape(),
        "page": versions(run("-o", "json", "job", "list", "--page", "2", "--size", "3")),
        "removed": attempt(lambda: job(removed).status),
        "failed": attempt(lambda: job(failed).status),
        "other_project": attempt(lambda: [one.status for one in Job.list("local/project/another")[0]]),
        "pagination": attempt(lambda: Job.list()[1]),
        "not_found": run("job", "info", "nosuchjob"),
        "wrong_usage": run("job", "info"),
        "recover": run("job", "recover", removed),
        "recover_force": run("job", "recover", "--force", removed),
        "remove": run("job", "remove", "i3fjlsxmwfezlvxultbbfwgkl7ehl6otzp7otxou"),
        "web": pages_served_by("job", "info", known, "--web"),
        "reference_uri": attempt(lambda: job("https://starwhale.example.com/job/1").status),
    }
    broken = root / "self" / "job" / "zz" / "zzbroken"
    broken.mkdir(parents=True)
    (broken / "_manifest.yaml").write_text("a: [")
    answers["broken"] = run("job", "list")
    shutil.rmtree(broken)
    manifest = root / "self" / "job" / known[:2] / known / "_manifest.yaml"
    for twin in ("twin", "twinwithmoreletters"):
        folder = root / "self" / "job" / twin[:2] / twin
        folder.mkdir(parents=True)
        (folder / "_manifest.yaml").write_text(manifest.read_text().replace(known, twin))
    answers["twins"] = attempt(lambda: len(Job.list()[0]))
    answers["force"] = run("job", "remove", "--force", "nosuchjob")
    answers["left"] = versions(run("-o", "json", "job", "list"))
    return answers


def ask_tables():
    files = lambda: {str(path): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    before = files()
    run("job", "info", "dffx")
    after_info = files()
    one = Job.list()[0][0]
    ids = lambda name, **options: attempt(lambda: [row["id"] for row in one.get_table_rows(name, **options)])
    return {
        "overlapping": ids("blocks-25k", start=9998, end=10003),
        "none": attempt(lambda: list(one.get_table_rows("deletes", start=4, end=5, keep_none=True))),
        "no_table": ids("nosuchtable"),
        "wrong_bound": ids("deletes", start="a"),
        "info_writes": after_info != before,
        "rows_write": files() != after_info,
    }


def ask_server():
    create = lambda specs: Job.create(
        project="srv/project/1",
        model="srv/project/1/model/clf",
        run_handler="evaluator:summarize",
        datasets=["srv/project/1/dataset/points"],
        overwrite_specs={"evaluator:summarize": specs},
    )
    return {
        "web": run("job", "info", "srv/project/1/job/3", "--web"),
        "info": run("job", "info", "srv/project/1/job/3"),
        "info_by_uuid": run("job", "info", "srv/project/1/job/27v6lhefezqjkpaubpbgws6adgmvvkpi47cp7btw"),
        "cancel": run("job", "cancel", "srv/project/1/job/5"),
        "remove": run("job", "remove", "srv/project/1/job/3"),
        "recover": run("job", "recover", "srv/project/1/job/3"),
        "not_found": run("job", "info", "srv/project/1/job/nosuchjob"),
        "memory_text": attempt(lambda: str(create({"resources": "4GiB"}))),
        "broken_table": attempt(lambda: list(job("srv/project/1/job/3").get_table_rows("roc_auc/ant"))),
        "login": run("instance", "login", "--username", "me", "--password", "secret", "--alias", "tls", sys.argv[3]),
    }


questions = {"jobs": ask_jobs, "tables": ask_tables, "server": ask_server}
print(json.dumps({name: questions[name]() for name in sys.argv[2].split(",")}))
sys.stdout.flush()
os._exit(0)
