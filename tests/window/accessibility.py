"""Walks what a screen reader hears of the program, over the real accessibility bus.

Run under dbus-run-session, with the program and its arguments. For each line on the standard input
it prints one line of JSON: for "walk" every node of the window with its role, name, description, text and
states, for "heard" what was said aloud since it was asked last. What begins with "page" is asked of the notes as
Orca asks: "page caret", "page at OFFSET", "page go OFFSET", "page choose START END".
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


def place(node, name):
    """Where the first thing of a name is on the screen: left, top, width and height."""
    node.clearCache()
    if node.name == name:
        return list(node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS))
    found = (place(child, name) for child in (node.getChildAtIndex(index) for index in range(node.childCount)) if child)
    return next((there for there in found if there), [])


def notes(node):
    """The node of the notes page."""
    node.clearCache()
    if node.name == "Notes" and text_of(node) is not None:
        return node
    found = (notes(child) for child in (node.getChildAtIndex(index) for index in range(node.childCount)) if child)
    return next((node for node in found if node), None)


def at(text, offset):
    """What is at an offset: its character, word and line, where it is, and which offset is said to be there."""
    kinds = [pyatspi.TEXT_GRANULARITY_CHAR, pyatspi.TEXT_GRANULARITY_WORD, pyatspi.TEXT_GRANULARITY_LINE]
    strings = [text.getStringAtOffset(offset, kind)[0] for kind in kinds]
    x, y, width, height = text.getCharacterExtents(offset, pyatspi.DESKTOP_COORDS)
    there = text.getOffsetAtPoint(x + width // 2, y + height // 2, pyatspi.DESKTOP_COORDS)
    return [*strings, [x, y, width, height], there]


def page(words):
    text = notes(window()).queryText()
    numbers = [int(word) for word in words[1:]]
    if words[0] == "caret":
        chosen = text.getSelection(0) if text.getNSelections() else [text.caretOffset] * 2
        return [text.caretOffset, text.characterCount, *chosen]
    if words[0] == "at":
        return at(text, *numbers)
    if words[0] == "go":
        return [text.setCaretOffset(*numbers)]
    return [text.setSelection(0, *numbers) or text.addSelection(*numbers)]


for line in sys.stdin:
    if line.strip() == "heard":
        print(json.dumps(take_heard()), flush=True)
        continue
    if line.startswith("place "):
        print(json.dumps(place(window(), line[len("place "):].rstrip("\n"))), flush=True)
        continue
    if line.startswith("page "):
        print(json.dumps(page(line.split()[1:])), flush=True)
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
