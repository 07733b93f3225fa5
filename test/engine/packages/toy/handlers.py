"""Handlers without a dataset, most of which end badly."""
import dataclasses
import os
import subprocess
import sys
import time

from starwhale import Context, argument, evaluation, handler, pass_context


@dataclasses.dataclass
class Settings:
    rate: float = dataclasses.field(default=0.5, metadata={"help": "how fast"})


@handler(name="settings")
@argument(Settings)
def settings(argument):
    print("the rate is", argument.rate)
    evaluation.log_summary(rate=argument.rate)


@handler(name="context")
@pass_context
def context(context: Context):
    evaluation.log_summary(version=context.version, project=context.run_project.id)
    for step in range(5):
        evaluation.log("train/steps", step, {"loss": 1 / (step + 1)})


@handler(name="raises")
def raises():
    evaluation.log_summary(before=1)
    raise ValueError("this handler always fails")


@handler(name="exits")
def exits():
    evaluation.log_summary(before=1)
    sys.exit(7)


@handler(name="unloggable")
def unloggable():
    evaluation.log("things", 0, {"thing": object()})


@handler(name="waits")
def waits():
    child = subprocess.Popen(["sleep", "300"])
    print("waiting with", child.pid)
    time.sleep(300)


@handler(name="ticks")
def ticks():
    hold = os.path.join(os.environ["HOME"], "hold")
    for step in range(40):
        evaluation.log("ticks", step, {"step": step})
        print("tick", step, flush=True)
        while step == 3 and os.path.exists(hold):
            time.sleep(0.05)
    evaluation.log_summary(done=1)


@handler(name="fills")
def fills():
    for step in range(4000):
        evaluation.log("noise", step, {"text": os.urandom(500).hex()})
    evaluation.log_summary(done=1)
