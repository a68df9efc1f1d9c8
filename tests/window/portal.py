"""A stand-in for the desktop's portal, on the bus that BUS names: whether dark is preferred. A number on a line of its input
changes that, and is told."""

import os
import sys
import threading

import dbus
import dbus.bus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(os.environ["BUS"])
SETTINGS = "org.freedesktop.portal.Settings"
PLACE = ("org.freedesktop.appearance", "color-scheme")


class Portal(dbus.service.Object):
    scheme = dbus.UInt32(int(os.environ.get("SCHEME", "0")), variant_level=1)

    @dbus.service.method(SETTINGS, in_signature="ss", out_signature="v")
    def ReadOne(self, space, key):
        if (space, key) != PLACE:
            raise dbus.DBusException("unknown", name="org.freedesktop.portal.Error.NotFound")
        return self.scheme

    @dbus.service.signal(SETTINGS, signature="ssv")
    def SettingChanged(self, space, key, value):
        pass


name = dbus.service.BusName("org.freedesktop.portal.Desktop", bus)
portal = Portal(bus, "/org/freedesktop/portal/desktop")
loop = GLib.MainLoop()


def change(scheme):
    Portal.scheme = dbus.UInt32(scheme, variant_level=1)
    portal.SettingChanged(*PLACE, Portal.scheme)


def listen():
    for line in sys.stdin:
        GLib.idle_add(change, int(line))
    loop.quit()


threading.Thread(target=listen, daemon=True).start()
print("ready", flush=True)
loop.run()
