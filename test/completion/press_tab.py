"""Types into a shell on its own terminal, including TAB; prints what the terminal showed.

Usage: press_tab.py ANSWERED RUN STEPS COMMAND...
STEPS is a JSON list of texts, typed one after the other. A text that ends in a TAB is followed by the next one when the
program has answered, which appends to the file ANSWERED, and a single return when the line has run, which appends to the
file RUN; it is typed again where a shell takes the first one for the end of a choice.
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

answered, run, steps, *command = sys.argv[1:]
LONGEST = 15.0
QUIET = 0.1

child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))

shown = b""


def read_for(seconds: float) -> None:
    """Reads until nothing arrives for this long."""
    global shown
    while select.select([terminal], [], [], seconds)[0]:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            return
        if not chunk:
            return
        shown += chunk


def size_of(path: str) -> int:
    return os.path.getsize(path) if os.path.exists(path) else 0


def wait_for(condition, seconds: float = LONGEST) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        read_for(0.02)
    return condition()


def type_text(text: str) -> None:
    before = len(shown)
    os.write(terminal, text.encode())
    wait_for(lambda: len(shown) > before)
    read_for(0.03)


for step in json.loads(steps):
    if step not in ("\r", "\t"):
        type_text(step.removesuffix("\t"))
    answered_before, run_before, shown_before = size_of(answered), size_of(run), len(shown)
    if step == "\r":
        os.write(terminal, b"\r")
        while not wait_for(lambda: size_of(run) > run_before, 2.0) and LONGEST > 0:
            LONGEST -= 2.0
            os.write(terminal, b"\r")
    elif step == "\t":  # Where candidates are shown already, a shell need not ask again.
        os.write(terminal, b"\t")
        wait_for(lambda: size_of(answered) > answered_before, 0.5)
    elif step.endswith("\t"):
        os.write(terminal, b"\t")
        wait_for(lambda: size_of(answered) > answered_before and len(shown) > shown_before)
    read_for(QUIET)

os.close(terminal)
os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
