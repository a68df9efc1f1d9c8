"""Mutter, the compositor of GNOME, without a screen; and a keyboard before it.

Run under dbus-run-session. It says the name of its socket. For each line on the standard input it types: "type WORDS",
or "press ctrl+a"; and says "done" after it.
"""

import subprocess
import sys

from gi.repository import Gio, GLib

SOCKET = "wayland-holdspace"
NAME = "org.gnome.Mutter.RemoteDesktop"
SESSION = NAME + ".Session"

# Where the keys are, by Linux's own numbers.
KEYS = {"ctrl": 29, "alt": 56, "super": 125, "Return": 28, "Tab": 15, "F4": 62, "-": 12, " ": 57}
for first, row in ((2, "1234567890"), (16, "qwertyuiop"), (30, "asdfghjkl"), (44, "zxcvbnm")):
    KEYS.update({key: first + place for place, key in enumerate(row)})

bus = Gio.bus_get_sync(Gio.BusType.SESSION)


def call(path, interface, method, arguments=None):
    return bus.call_sync(NAME, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None).unpack()


def wait_for_the_name():
    loop = GLib.MainLoop()
    Gio.bus_watch_name_on_connection(bus, NAME, Gio.BusNameWatcherFlags.NONE, lambda *_: loop.quit(), None)
    loop.run()


def hold(key, is_down):
    call(session, SESSION, "NotifyKeyboardKeycode", GLib.Variant("(ub)", (KEYS[key], is_down)))


def press(chord):
    keys = chord.split("+")
    for key in keys:
        hold(key, True)
    for key in reversed(keys):
        hold(key, False)


mutter = subprocess.Popen(
    ["mutter", "--headless", "--wayland", "--no-x11", "--virtual-monitor", "1280x800", "--wayland-display", SOCKET],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    wait_for_the_name()
    (session,) = call("/org/gnome/Mutter/RemoteDesktop", NAME, "CreateSession")
    call(session, SESSION, "Start")
    print(SOCKET, flush=True)
    for line in sys.stdin:
        what, _, keys = line.rstrip("\n").partition(" ")
        for chord in (keys if what == "type" else [keys]):
            press(chord)
        print("done", flush=True)
finally:
    mutter.kill()
    mutter.wait()
