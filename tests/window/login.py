"""Stands in for systemd-logind and for a desktop's screen saver, on the bus in the environment.

What it reads on the standard input it tells on the bus: lock, another (session's lock), hint, sleep, wake,
saver, saver-off. It prints what was asked of it: session, inhibited; and released, when a delay was let go.
"""

import os
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(os.environ["BUS"])
OWN, OTHER = "/org/freedesktop/login1/session/_31", "/org/freedesktop/login1/session/_32"


def say(word):
    print(word, flush=True)


class Session(dbus.service.Object):
    @dbus.service.signal("org.freedesktop.login1.Session")
    def Lock(self):
        pass

    @dbus.service.signal("org.freedesktop.DBus.Properties", signature="sa{sv}as")
    def PropertiesChanged(self, interface, changed, invalidated):
        pass


class Manager(dbus.service.Object):
    @dbus.service.method("org.freedesktop.login1.Manager", in_signature="u", out_signature="o")
    def GetSessionByPID(self, number):
        say("session")
        return dbus.ObjectPath(OWN)

    @dbus.service.method("org.freedesktop.login1.Manager", in_signature="ssss", out_signature="h")
    def Inhibit(self, what, who, why, mode):
        assert (what, mode) == ("sleep", "delay")
        ours, theirs = os.pipe()

        def let_go(*_):
            os.close(ours)
            say("released")
            return False

        GLib.io_add_watch(ours, GLib.IO_HUP, let_go)
        answer = dbus.types.UnixFd(theirs)
        os.close(theirs)
        say("inhibited")
        return answer

    @dbus.service.signal("org.freedesktop.login1.Manager", signature="b")
    def PrepareForSleep(self, begins):
        pass


class Saver(dbus.service.Object):
    @dbus.service.signal("org.gnome.ScreenSaver", signature="b")
    def ActiveChanged(self, is_on):
        pass


name = dbus.service.BusName("org.freedesktop.login1", bus)
manager = Manager(bus, "/org/freedesktop/login1")
own, other = Session(bus, OWN), Session(bus, OTHER)
saver = Saver(bus, "/org/gnome/ScreenSaver")
TELLS = {
    "lock": own.Lock,
    "another": other.Lock,
    "hint": lambda: own.PropertiesChanged("org.freedesktop.login1.Session", {"LockedHint": True}, []),
    "sleep": lambda: manager.PrepareForSleep(True),
    "wake": lambda: manager.PrepareForSleep(False),
    "saver": lambda: saver.ActiveChanged(True),
    "saver-off": lambda: saver.ActiveChanged(False),
}
loop = GLib.MainLoop()


def read(stream, condition):
    # Several lines may have come, and nobody says so twice.
    lines = os.read(stream.fileno(), 4096).decode().split()
    for line in lines:
        TELLS[line]()
    if not lines:
        loop.quit()
    return bool(lines)


GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, read)
say("ready")
loop.run()
