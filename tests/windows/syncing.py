"""Two devices that share a folder by a real Syncthing, which listens on this computer alone.

Must not know what is in the folder."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile

from machine import until

KEY = "two-systems-of-a-test"
# What belongs to one device alone.
NEVER_SYNCED = "holdspace.lock\n.holdspace-*.tmp\n"


class Device:
    """One device, with its folder."""

    def __init__(self):
        self.home = tempfile.TemporaryDirectory(prefix="holdspace-device-")
        self.notes = pathlib.Path(self.home.name) / "notes"
        (self.notes / ".stfolder").mkdir(parents=True)
        (self.notes / ".stignore").write_text(NEVER_SYNCED)
        self.environment = {
            **os.environ, "HOME": self.home.name, "STNOUPGRADE": "1", "STNODEFAULTFOLDER": "1", "STMONITORED": "yes",
        }
        self.port, self.interface = free_ports(2)
        subprocess.run(self.syncthing("generate"), env=self.environment, check=True, capture_output=True)
        self.configuration = pathlib.Path(self.home.name) / "config.xml"
        self.id = re.search(r'<device id="([^"]+)"', self.configuration.read_text()).group(1)

    def syncthing(self, task, *arguments):
        return ["syncthing", task, "--home", self.home.name, *arguments]

    def start(self, devices):
        """Starts the daemon, which knows these devices. Everything that would reach beyond this computer is off."""
        sharing = "".join(f'<device id="{device.id}"/>' for device in devices)
        known = "".join(
            f'<device id="{device.id}"><address>tcp://127.0.0.1:{device.port}</address></device>' for device in devices)
        self.configuration.write_text(f"""<configuration version="36">
<folder id="notes" path="{self.notes}" type="sendreceive" rescanIntervalS="0" fsWatcherEnabled="false">{sharing}</folder>
{known}
<gui enabled="true" tls="false"><address>127.0.0.1:{self.interface}</address><apikey>{KEY}</apikey></gui>
<options>
<listenAddress>tcp://127.0.0.1:{self.port}</listenAddress>
<globalAnnounceEnabled>false</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled>
<relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled><startBrowser>false</startBrowser>
<urAccepted>-1</urAccepted><crashReportingEnabled>false</crashReportingEnabled>
<reconnectionIntervalS>1</reconnectionIntervalS>
</options>
</configuration>
""")
        self.daemon = subprocess.Popen(
            self.syncthing("serve", "--no-browser", "--no-restart"), env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(self, method, question):
        """What the daemon answers; nothing while it does not."""
        done = subprocess.run(
            ["curl", "--silent", "--fail", "--noproxy", "*", "--max-time", "20", "--header", f"X-API-Key: {KEY}",
             "--request", method, f"http://127.0.0.1:{self.interface}/rest/{question}"], capture_output=True)
        if done.returncode != 0:
            return None
        return json.loads(done.stdout or b"{}")

    def has_all_of(self, other):
        """Whether the other device has what this one has."""
        connections = (self.ask("GET", "system/connections") or {}).get("connections", {})
        completion = self.ask("GET", f"db/completion?folder=notes&device={other.id}") or {}
        return connections.get(other.id, {}).get("connected") and completion.get("needItems") == 0

    def end(self):
        self.daemon.kill()
        self.daemon.wait()
        self.home.cleanup()


class Pair:
    """Two devices that know each other."""

    def __init__(self):
        self.both = [Device(), Device()]
        for device in self.both:
            device.start(self.both)

    def meet(self):
        """Waits until both have the same."""
        for device in self.both:
            until("the folder is read", lambda: device.ask("POST", "db/scan?folder=notes") is not None)
        one, other = self.both
        until("both have the same", lambda: one.has_all_of(other) and other.has_all_of(one)
              and files_of(one.notes) == files_of(other.notes))

    def end(self):
        for device in self.both:
            device.end()


def files_of(notes):
    """Each session, with what is in it."""
    return {path.name: path.read_bytes() for path in (notes / "sessions").glob("*.json*")}


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
