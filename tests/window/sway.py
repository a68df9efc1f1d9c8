"""Sway, a compositor, without a screen; an input method for Chinese in it; and a keyboard before it.

Run under dbus-run-session. It says the name of its socket. For each line on the standard input it types: "type WORDS",
or "press ctrl+a"; or has the input method compose: "compose"; and says "done" after it.
"""

import array
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time

from gi.repository import Gio, GLib

METHOD, METHOD_INTERFACE = "org.fcitx.Fcitx5", "org.fcitx.Fcitx.Controller1"

# What the compositor is told.
SCREEN = """
output HEADLESS-1 resolution 1280x800
xwayland disable
for_window [app_id=".*"] border none
exec echo "$WAYLAND_DISPLAY" >&{ready}
"""

# What the input method is told: Ctrl+Space goes from letters to Chinese, and back, and nothing is shown of that.
METHOD_CONFIG = """
[Behavior]
ShowInputMethodInformation=False
"""
METHODS = """
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
"""

# How keys are laid out: the compositor reads the rest of it from the system.
LAYOUT = """xkb_keymap {
    xkb_keycodes { include "evdev" };
    xkb_types { include "complete" };
    xkb_compat { include "complete" };
    xkb_symbols { include "pc+us+inet(evdev)" };
};"""

# Where the keys are, by Linux's own numbers.
KEYS = {"ctrl": 29, "Escape": 1, "BackSpace": 14, "Return": 28, "space": 57, "-": 12, " ": 57}
for first, row in ((2, "1234567890"), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm")):
    KEYS.update({key: first + place for place, key in enumerate(row)})
# What a key held down changes, by the layout's own numbers.
HELD = {"ctrl": 4}


class Connection:
    """What is said to the compositor, in Wayland's own words."""

    DISPLAY, REGISTRY = 1, 2

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.last = self.REGISTRY
        self.unread = b""
        self.globals = {}
        self.say(self.DISPLAY, 1, "u", self.REGISTRY)
        self.wait()

    def new(self):
        self.last += 1
        return self.last

    def say(self, of, request, kinds="", *arguments, files=()):
        said = b""
        for kind, argument in zip(kinds, arguments):
            if kind == "s":
                text = argument.encode() + b"\0"
                said += struct.pack("=I", len(text)) + text + b"\0" * (-len(text) % 4)
            else:
                said += struct.pack("=I", argument)
        message = struct.pack("=II", of, (len(said) + 8) << 16 | request) + said
        given = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))] if files else []
        self.socket.sendmsg([message], given)

    def bind(self, interface):
        bound = self.new()
        self.say(self.REGISTRY, 0, "usuu", self.globals[interface], interface, 1, bound)
        return bound

    def wait(self):
        """Waits until the compositor has carried out what was said."""
        answer = self.new()
        self.say(self.DISPLAY, 0, "u", answer)
        while self.hear() != (answer, 0):
            pass

    def hear(self):
        while len(self.unread) < 8 or len(self.unread) < self.length():
            heard = self.socket.recv(65536)
            if not heard:
                raise EOFError("the compositor has ended")
            self.unread += heard
        of, event = struct.unpack("=IHH", self.unread[:8])[:2]
        said, self.unread = self.unread[8:self.length()], self.unread[self.length():]
        if (of, event) == (self.DISPLAY, 0):
            raise ValueError(f"the compositor did not understand: {said}")
        if (of, event) == (self.REGISTRY, 0):
            name, length = struct.unpack("=II", said[:8])
            self.globals[said[8:7 + length].decode()] = name
        return of, event

    def length(self):
        return struct.unpack("=I", self.unread[4:8])[0] >> 16


class Keyboard:
    """A keyboard, as the compositor has them."""

    def __init__(self, connection):
        self.connection = connection
        seat = connection.bind("wl_seat")
        keyboards = connection.bind("zwp_virtual_keyboard_manager_v1")
        self.keyboard = connection.new()
        connection.say(keyboards, 0, "uu", seat, self.keyboard)
        with tempfile.TemporaryFile() as layout:
            layout.write(LAYOUT.encode() + b"\0")
            layout.flush()
            connection.say(self.keyboard, 0, "uu", 1, len(LAYOUT) + 1, files=[layout.fileno()])
        connection.wait()

    def key(self, key, is_down):
        self.connection.say(self.keyboard, 1, "uuu", now(), KEYS[key], is_down)

    def press(self, chord):
        *held, key = chord.split("+")
        for other in held:
            self.key(other, True)
        self.connection.say(self.keyboard, 2, "uuuu", sum(HELD[other] for other in held), 0, 0, 0)
        self.key(key, True)
        self.key(key, False)
        for other in held:
            self.key(other, False)
        self.connection.say(self.keyboard, 2, "uuuu", 0, 0, 0, 0)


def now():
    return time.monotonic_ns() // 1_000_000 % 2**32


def write(path, words):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(words)


def start_compositor():
    """Starts it, and waits until there is a socket of it. Returns it, and the name of that."""
    ready, tells = os.pipe()
    config = os.path.join(os.environ["XDG_RUNTIME_DIR"], "sway")
    write(config, SCREEN.format(ready=tells))
    # It does not run as root, which is what a machine that only tests has: there it is nobody.
    is_root = os.geteuid() == 0
    compositor = subprocess.Popen(
        (["unshare", "--user"] if is_root else []) + ["sway", "--config", config], pass_fds=[tells],
        env={**os.environ, "WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(tells)
    with os.fdopen(ready) as ready:
        return compositor, ready.readline().strip()


def start_method():
    """Starts the input method, and waits until it can be asked."""
    folder = os.path.join(os.environ["XDG_CONFIG_HOME"], "fcitx5")
    write(os.path.join(folder, "config"), METHOD_CONFIG)
    write(os.path.join(folder, "profile"), METHODS)
    method = subprocess.Popen(
        ["fcitx5", "--disable=clipboard,cloudpinyin,xcb,xim"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    loop = GLib.MainLoop()
    Gio.bus_watch_name_on_connection(bus, METHOD, Gio.BusNameWatcherFlags.NONE, lambda *_: loop.quit(), None)
    loop.run()
    return method


def compose():
    """Has the input method compose in the field that has the keyboard, if it has heard of one."""
    method = GLib.Variant("(s)", ("pinyin",))
    bus.call_sync(
        METHOD, "/controller", METHOD_INTERFACE, "SetCurrentIM", method, None, Gio.DBusCallFlags.NONE, -1, None)


def carry_out(what, rest):
    if what == "compose":
        compose()
    else:
        for chord in (rest if what == "type" else [rest]):
            keyboard.press(chord)
    keyboard.connection.wait()


bus = Gio.bus_get_sync(Gio.BusType.SESSION)
compositor, screen = start_compositor()
os.environ["WAYLAND_DISPLAY"] = screen
method = None
try:
    method = start_method()
    keyboard = Keyboard(Connection(os.path.join(os.environ["XDG_RUNTIME_DIR"], screen)))
    print(screen, flush=True)
    for line in sys.stdin:
        what, _, rest = line.rstrip("\n").partition(" ")
        carry_out(what, rest)
        print("done", flush=True)
finally:
    for started in filter(None, [method, compositor]):
        started.kill()
        started.wait()
