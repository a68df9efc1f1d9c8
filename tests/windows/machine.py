"""A Windows machine for one test run: Wine with a prefix of its own, on a virtual display of its own.

Owns every process that it starts, and ends it. Knows nothing of what is tested."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

# After this many seconds without what a test waits for, the test has failed.
DEADLINE = 180


def until(what, is_so):
    """Waits until something is so, and returns what it was."""
    begun = time.monotonic()
    while True:
        found = is_so()
        if found:
            return found
        if time.monotonic() - begun > DEADLINE:
            raise AssertionError(f"waited in vain until {what}")
        time.sleep(0.05)


class Display:
    """An X server of its own."""

    def __init__(self):
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-noreset", "-nolisten", "tcp"]
        self.server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = f":{number.readline().strip()}"

    def tool(self, *command):
        done = subprocess.run(command, env={**os.environ, "DISPLAY": self.name}, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def end(self):
        self.server.terminate()
        self.server.wait()


class Machine:
    """Wine, its drive, and the program on it."""

    def __init__(self, program, library):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="holdspace-windows-"))
        self.prefix = self.folder / "prefix"
        self.display = Display()
        self.environment = {
            **os.environ,
            "DISPLAY": self.display.name,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Neither .NET nor a browser is asked for.
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
        }
        for name in ["WAYLAND_DISPLAY", "WGPU_BACKEND"]:
            self.environment.pop(name, None)
        self.wine("wineboot", "--update")
        self.program = self.drive / "programs" / "holdspace.exe"
        self.program.parent.mkdir()
        shutil.copy(program, self.program)
        self.library = library
        self.give_library(self.program.parent)

    @property
    def drive(self):
        return self.prefix / "drive_c"

    def give_library(self, folder):
        """Puts what Wine lacks beside a program."""
        shutil.copy(self.library, folder / "bcryptprimitives.dll")

    def wine(self, *command, check=True, **options):
        """Runs a program to its end."""
        options.setdefault("capture_output", True)
        done = subprocess.run(["wine", *map(str, command)], env=self.environment, timeout=DEADLINE, **options)
        if check and done.returncode != 0:
            raise AssertionError(f"{command}: {done.returncode} {done.stdout!r} {done.stderr!r}")
        return done

    def run(self, *arguments, check=True, **options):
        """Runs the program without a window, and returns its exit code and what it printed, as one text."""
        done = self.wine(self.program, *arguments, check=check, **options)
        return done.returncode, done.stdout.decode().replace("\r\n", "\n"), done.stderr.decode().replace("\r\n", "\n")

    def start(self, *arguments, program=None):
        return Program(self, program or self.program, *arguments)

    def copies(self, words):
        """Puts words on the clipboard."""
        subprocess.run(
            ["xclip", "-selection", "clipboard"], env=self.environment, input=words.encode(), check=True,
            stdout=subprocess.DEVNULL,
        )

    def path(self, path):
        """A path of this machine as Windows names it."""
        return "Z:" + str(path).replace("/", "\\")

    def windows(self):
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "^Holdspace$"], env=self.environment, capture_output=True
        )
        return done.stdout.decode().split()

    def open(self, notes=None, program=None):
        """Opens the window on a notes folder, and gives it the keyboard."""
        arguments = [] if notes is None else ["--data-dir", self.path(notes)]
        before = self.windows()
        started = self.start(*arguments, program=program)
        found = until("the window is there", lambda: [one for one in self.windows() if one not in before])
        return Window(self, started, found[-1])

    def kill_all(self):
        """Ends every program on it, as if it were switched off."""
        subprocess.run(["wineserver", "--kill"], env=self.environment, check=False)
        subprocess.run(["wineserver", "--wait"], env=self.environment, check=False)

    def end(self):
        self.kill_all()
        self.display.end()
        shutil.rmtree(self.folder, ignore_errors=True)


class Program:
    """The program while it runs. Another one started it, which is told its exit code: Wine may kill the process of a
    program that has ended."""

    def __init__(self, machine, path, *arguments):
        runner = os.environ["HOLDSPACE_RUNNER"]
        self.runner = subprocess.Popen(
            ["wine", runner, machine.path(path), *map(str, arguments)], env=machine.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )

    def kill(self):
        """Ends it at once; it is told nothing."""
        self.runner.stdin.write(b"\n")
        self.runner.stdin.flush()
        return self.ends()

    def ends(self):
        """Waits for it to end, and returns its exit code."""
        codes = []
        reader = threading.Thread(target=lambda: codes.extend(self.exit_codes()), daemon=True)
        reader.start()
        reader.join(DEADLINE)
        if not codes:
            raise AssertionError("waited in vain until the program ends")
        return codes[0]

    def exit_codes(self):
        """What is printed until it has ended is its own."""
        lines = (line.split() for line in self.runner.stdout)
        return [int(words[1]) for words in lines if words[:1] == [b"ended"]]


class Window:
    """The program with its window."""

    def __init__(self, machine, program, number):
        self.machine, self.program, self.number = machine, program, number
        # A window is there before it is painted: until then it has one color.
        until("it is painted", lambda: self.colors() > 8)
        self.focus()

    def colors(self):
        return int(self.machine.display.tool("import", "-window", self.number, "-format", "%k", "info:"))

    def focus(self):
        self.machine.display.tool("xdotool", "windowfocus", "--sync", self.number)
        return self

    def types(self, words):
        # Keys of the layout alone: another one would be put there for a moment, and Wine does not see that.
        self.machine.display.tool("xdotool", "type", "--delay", "15", words)
        return self

    def types_and_sees(self, words):
        """Types words, and waits until the window shows something else."""
        before = self.painted()
        self.types(words)
        until("it is painted", lambda: self.painted() != before)
        return self

    def painted(self):
        return self.machine.display.tool("import", "-window", self.number, "-format", "%#", "info:")

    def settles(self):
        """Waits until what is painted stays as it is."""
        last, looks = None, 0
        while looks < 6:
            now = self.painted()
            looks = looks + 1 if now == last else 0
            last = now
        return self

    def presses(self, *keys):
        self.machine.display.tool("xdotool", "key", "--delay", "15", *keys)
        return self

    def command(self, letters):
        """Chooses a command by a few letters of its name."""
        return self.presses("ctrl+shift+p").types(letters).presses("Return")

    def picture(self, path):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.machine.display.tool("import", "-window", self.number, str(path))

    def kill(self):
        self.program.kill()

    def ends(self):
        return self.program.ends()

    def close(self):
        """As alt and F4 do."""
        self.focus().presses("alt+F4")
        return self.ends()


def sessions(notes):
    """The sessions in a folder, in the order in which they began."""
    found = []
    for path in sorted((notes / "sessions").glob("*.json")):
        if not path.name.startswith(".holdspace-"):
            try:
                found.append(json.loads(path.read_text("utf-8")))
            except (OSError, ValueError):
                # It is just being put in its place.
                return []
    return found


def texts(notes):
    """The texts of the lines of all sessions."""
    return [line["text"] for session in sessions(notes) for line in session["lines"]]
