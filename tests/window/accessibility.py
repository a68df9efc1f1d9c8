"""Walks what a screen reader hears of the program, over the real accessibility bus.

Run under dbus-run-session, with the program and its arguments. For each line on the standard input
it prints one line of JSON: for "walk" every node of the window with its role, name, description, text and
states, for "heard" what was said aloud since it was asked last.
"""

import json
import subprocess
import sys
import time

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"


def switch_on(name):
    """Says that a screen reader is there, as a desktop would."""
    subprocess.run(
        ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus",
         "--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", name, "<true>"],
        check=True, stdout=subprocess.DEVNULL)


launcher = subprocess.Popen([LAUNCHER, "--launch-immediately"])
for name in ("IsEnabled", "ScreenReaderEnabled"):
    for attempt in range(100):
        try:
            switch_on(name)
            break
        except subprocess.CalledProcessError:
            time.sleep(0.05)

program = subprocess.Popen(sys.argv[1:])

import pyatspi  # noqa: E402  (it needs the bus)
from gi.repository import GLib  # noqa: E402

heard = []
pyatspi.Registry.registerEventListener(lambda event: heard.append(str(event.any_data)), "object:announcement")


def take_heard():
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)
    said = list(heard)
    heard.clear()
    return said


def text_of(node):
    try:
        return node.queryText().getText(0, -1)
    except NotImplementedError:
        return None


def walk(node, found):
    node.clearCache()
    states = [pyatspi.stateToString(state) for state in node.getState().getStates()]
    found.append({"role": node.getRoleName(), "name": node.name, "description": node.description,
                  "text": text_of(node), "states": states})
    for index in range(node.childCount):
        child = node.getChildAtIndex(index)
        if child is not None:
            walk(child, found)


def window():
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clearCache()
    for index in range(desktop.childCount):
        child = desktop.getChildAtIndex(index)
        if child is not None and child.name == "holdspace":
            return child
    return None


for line in sys.stdin:
    if line.strip() == "heard":
        print(json.dumps(take_heard()), flush=True)
        continue
    nodes = []
    try:
        found = window()
        if found is not None:
            walk(found, nodes)
    except Exception as error:  # The tree may change while it is walked: then it is walked again.
        nodes = []
        print(f"walking again: {type(error).__name__}", file=sys.stderr)
    print(json.dumps(nodes), flush=True)

program.terminate()
program.wait()
launcher.terminate()
