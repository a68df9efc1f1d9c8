"""Asks the window manager to fill the screen with a window, or no longer. Takes the number of the window, and 1 or 0."""

import sys

from Xlib import X, display
from Xlib.protocol import event

connection = display.Display()
root = connection.screen().root
window = connection.create_resource_object("window", int(sys.argv[1]))
directions = [connection.intern_atom(f"_NET_WM_STATE_MAXIMIZED_{name}") for name in ("VERT", "HORZ")]
request = event.ClientMessage(
    window=window,
    client_type=connection.intern_atom("_NET_WM_STATE"),
    data=(32, [int(sys.argv[2]), *directions, 1, 0]),
)
root.send_event(request, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
connection.flush()
connection.sync()
