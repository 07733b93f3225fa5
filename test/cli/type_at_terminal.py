"""Runs a command on its own terminal and types answers; prints what the terminal showed.

Usage: type_at_terminal.py PROMPT=ANSWER… -- COMMAND…
An answer is typed, with a return, once its prompt is shown; the answers ^C and ^D are those keys.
"""
import os
import pty
import sys

KEYS = {"^C": b"\x03", "^D": b"\x04"}

at = sys.argv.index("--")
answers = [argument.split("=", 1) for argument in sys.argv[1:at]]
command = sys.argv[at + 1 :]

child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)

shown = b""
searched = 0
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux: the other end is closed
        break
    if not chunk:
        break
    shown += chunk
    while answers:
        prompt, answer = answers[0]
        found = shown.find(prompt.encode(), searched)
        if found < 0:
            break
        searched = found + len(prompt)
        answers.pop(0)
        os.write(terminal, KEYS.get(answer, answer.encode() + b"\r"))

_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
