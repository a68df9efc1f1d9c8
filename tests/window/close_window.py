"""Asks a window to close, as a desktop's own button does. Takes the number of the window."""

import sys

from Xlib import X, display
from Xlib.protocol import event

connection = display.Display()
window = connection.create_resource_object("window", int(sys.argv[1]))
request = event.ClientMessage(
    window=window,
    client_type=connection.intern_atom("WM_PROTOCOLS"),
    data=(32, [connection.intern_atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0]),
)
window.send_event(request)
connection.flush()
connection.sync()
