"""Holding sessions in the real program under Wine, by the keyboard alone."""

import os
import pathlib
import pty
import random
import shutil
import subprocess
import tempfile
import time
import unittest

from machine import Machine, sessions, texts, until
from syncing import Pair, files_of

PICTURES = pathlib.Path(os.environ["HOLDSPACE_PICTURES"])
LINUX = os.environ["HOLDSPACE_LINUX_PROGRAM"]

# What opens the sealed notes that script/windows has made.
PASSPHRASE = "a quiet river at dawn"

# Stands in what is written into them. Long enough that no sealed file holds it by chance.
MARK = "zxqv on Windows"


def setUpModule():
    global machine
    machine = Machine(os.environ["HOLDSPACE_PROGRAM"], os.environ["HOLDSPACE_TEST_LIBRARY"])


def tearDownModule():
    machine.end()


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="holdspace-notes-")
        self.notes = pathlib.Path(self.folder.name) / "notes"

    def tearDown(self):
        machine.kill_all()
        self.folder.cleanup()

    def holds(self, window, words, client="K-07", notes=None):
        """Begins a session, writes, and waits until it is on the disk."""
        window.types(client).presses("Return").types(words).presses("ctrl+s")
        until("it is saved", lambda: words in texts(notes or self.notes))


class Terminal(Case):
    def test_says_its_version_and_how_it_is_used(self):
        code, printed, _ = machine.run("--version")
        self.assertEqual(code, 0)
        self.assertRegex(printed, r"^holdspace \d+\.\d+\.\d+ \([0-9a-f]{12}\)\n$")
        _, printed, _ = machine.run("--help")
        self.assertIn("Usage: holdspace", printed)
        code, _, complained = machine.run("--loud", check=False)
        self.assertEqual(code, 2)
        self.assertIn("invalid option '--loud'", complained)

    def test_prints_in_the_terminal_that_it_was_started_from(self):
        # The shell of Windows gives a program with windows no handles to print to: it has to find the terminal itself.
        done = machine.wine("cmd", "/c", f"start /wait /b {machine.program.name} --version & echo after",
                            cwd=machine.program.parent, check=False)
        self.assertIn(b"holdspace ", done.stdout)

    def test_checks_a_folder_with_spaces_and_accents(self):
        notes = self.notes.with_name("Thérapie à Zürich, 2026 (お茶)")
        code, printed, _ = machine.run("demo", machine.path(notes), "--today", "2026-11-23")
        self.assertEqual(code, 0)
        self.assertTrue(printed.startswith("16 invented sessions are in "), printed)
        code, printed, _ = machine.run("check", "--data-dir", machine.path(notes))
        # The settings of a test before this one may be among them.
        self.assertEqual(code, 0, printed)
        self.assertRegex(printed, r"\n(1[78]) files, \1 of them sound\.\n$")
        (notes / "sessions" / "cut.json").write_text('{"format": "holdspace-session", ')
        code, printed, _ = machine.run("check", "--data-dir", machine.path(notes), check=False)
        self.assertEqual(code, 1)
        self.assertIn("cut.json: not sound: It is cut short", printed)


class Session(Case):
    def test_a_whole_session_is_held_and_closed(self):
        window = machine.open(self.notes)
        window.types("K-07").presses("Return").types("Arrived quiet.").presses("Next", "Return")
        window.types("Warm hands.").presses("Next", "Return").types("A slower breath.").presses("ctrl+s")
        expected = ["Arrived quiet.", "Warm hands.", "A slower breath."]
        until("it is saved", lambda: texts(self.notes) == expected)
        window.picture(PICTURES / "session.png")
        # While it has no words to find, Review shows every session.
        window.presses("ctrl+shift+f").types_and_sees("warm").settles()
        window.picture(PICTURES / "review.png")
        self.assertEqual(window.close(), 0)
        held = sessions(self.notes)
        self.assertEqual(len(held), 1)
        self.assertEqual(held[0]["clients"], ["K-07"])
        self.assertEqual([line["prompt"] for line in held[0]["lines"]], ["open", "rather-not", "felt-sense"])
        code, printed, _ = machine.run("check", "--data-dir", machine.path(self.notes))
        self.assertEqual(code, 0, printed)

    def test_what_was_written_just_before_is_there_after_closing(self):
        window = machine.open(self.notes)
        self.holds(window, "Before")
        window.types(", and just now")
        self.assertEqual(window.close(), 0)
        self.assertEqual(texts(self.notes), ["Before, and just now"])

    def test_what_was_seen_for_five_seconds_outlives_a_kill(self):
        kills = int(os.environ.get("HOLDSPACE_KILLS", "3"))
        number = 0
        for kill in range(kills):
            window = machine.open(self.notes)
            if kill > 0:
                # Otherwise the page that comes could be taken for the words.
                window.presses("ctrl+o", "End").settles()
            else:
                self.holds(window, "0")
            typed = [(time.monotonic(), number)]
            end = time.monotonic() + random.uniform(2, 12)
            while time.monotonic() < end:
                number += 1
                window.types_and_sees(f" {number}")
                typed.append((time.monotonic(), number))
            window.kill()
            killed = time.monotonic()
            promised = max((number for at, number in typed if killed - at > 5), default=0)
            words = texts(self.notes)[0].split()
            there = max(map(int, words))
            self.assertGreaterEqual(there, promised)
            print(f"killed: {there} of {number} were on the disk, {promised} were promised", flush=True)
            number = there

    def test_nothing_is_lost_as_the_session_of_the_system_ends(self):
        window = machine.open(self.notes)
        self.holds(window, "Before")
        window.types(", and just before the end")
        machine.wine("wineboot", "--end-session", check=False)
        window.ends()
        self.assertEqual(texts(self.notes), ["Before, and just before the end"])

    def test_a_second_start_brings_the_first_window_forward(self):
        window = machine.open(self.notes)
        self.holds(window, "First")
        other = machine.start("--data-dir", machine.path(self.notes))
        self.assertEqual(other.ends(), 0)
        self.assertEqual(machine.windows(), [window.number])
        # Other notes have a window of their own.
        with tempfile.TemporaryDirectory() as folder:
            machine.open(pathlib.Path(folder) / "other")
            self.assertEqual(len(machine.windows()), 2)
            machine.kill_all()

    def test_words_are_kept_while_another_program_holds_the_file(self):
        window = machine.open(self.notes)
        self.holds(window, "Held")
        session = next((self.notes / "sessions").glob("*.json"))
        holder = subprocess.Popen(
            ["wine", os.environ["HOLDSPACE_HOLDER"], machine.path(session)],
            env=machine.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        self.assertEqual(holder.stdout.readline().strip(), b"held")
        window.types(" open by another").presses("ctrl+s")
        time.sleep(3)
        self.assertEqual(texts(self.notes), ["Held"], "nobody can replace it meanwhile")
        holder.communicate(b"\n")
        until("it is saved", lambda: texts(self.notes) == ["Held open by another"])
        self.assertEqual(window.close(), 0)


class PromptSets(Case):
    def test_a_set_goes_to_a_file_and_comes_back(self):
        window = machine.open(self.notes)
        file = pathlib.Path(self.folder.name) / "My set, für Zürich.json"
        self.goes_to(window, "export this", file)
        window.presses("Return")
        until("it is written", file.exists)
        window.picture(PICTURES / "prompts.png")
        self.assertEqual(window.close(), 0)
        exported = file.read_text("utf-8")

        other = self.notes.with_name("other")
        window = machine.open(other)
        self.goes_to(window, "import a prompt set", file)
        asked = window.painted()
        window.presses("Return")
        until("what it brings is shown", lambda: window.painted() != asked)
        window.settles().picture(PICTURES / "import.png")
        window.presses("Return")
        until("it is there", lambda: self.sets(other) > 1)
        self.assertEqual(window.close(), 0)
        self.assertEqual(file.read_text("utf-8"), exported)

    def goes_to(self, window, command, file):
        """To where a file is asked for, and gives its path. Keys of the layout alone can be typed: the path comes by the
        clipboard, as a person would bring it."""
        machine.copies(machine.path(file))
        window.presses("ctrl+Tab", "ctrl+Tab").settles().command(command).settles().presses("ctrl+a").settles()
        before = window.painted()
        window.presses("ctrl+v")
        until("the path is pasted", lambda: window.painted() != before)
        window.settles()

    def sets(self, notes):
        path = notes / "prompts.json"
        return path.read_text("utf-8").count('"basis"') if path.exists() else 0


class Sealed(Case):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.environ["HOLDSPACE_SEALED_NOTES"], self.notes)
        # What is not sound there is for other tests.
        for name in ["broken.json.age", "foreign.json"]:
            (self.notes / "sessions" / name).unlink()

    def unlocks(self, window, words=PASSPHRASE):
        locked = window.painted()
        window.types(words)
        typed = until("it is typed", lambda: window.painted() if window.painted() != locked else None)
        window.presses("Return")
        until("it is answered", lambda: window.painted() not in (locked, typed))
        window.settles()

    def sealed(self):
        return {path: path.read_bytes() for path in (self.notes / "sessions").glob("*.age")}

    def test_sealed_notes_of_linux_are_opened_written_in_locked_and_opened_on_linux_again(self):
        before = self.sealed()
        self.assertGreater(len(before), 1)
        window = machine.open(self.notes)
        window.picture(PICTURES / "locked.png")
        self.unlocks(window, "wrong words here")
        window.picture(PICTURES / "wrong-words.png")
        window.presses("ctrl+a")
        self.unlocks(window)
        window.types("W-01").presses("Return").types(MARK).presses("ctrl+s")
        until("it is saved", lambda: len(self.sealed()) == len(before) + 1)
        (new,) = self.sealed().keys() - before.keys()

        # Locked by its key, and opened: what was open is open again.
        was = self.sealed()[new]
        open_page = window.painted()
        window.presses("ctrl+shift+l")
        until("it is locked", lambda: window.painted() != open_page)
        window.settles().picture(PICTURES / "locked-again.png")
        self.unlocks(window)
        window.types(" and later").presses("ctrl+s")
        until("it is saved", lambda: self.sealed()[new] != was)
        window.picture(PICTURES / "sealed.png")
        self.assertEqual(window.close(), 0)
        after = self.sealed()
        self.assertEqual({path: after[path] for path in before}, before)
        for path in self.everything():
            self.assertNotIn(MARK.encode(), path.read_bytes(), path)

        # The program for Linux finds every file sound, and the age program opens the new one.
        environment = {**os.environ, "HOME": self.folder.name}
        check = [LINUX, "check", "--data-dir", str(self.notes)]
        done = subprocess.run(check, env=environment, input=PASSPHRASE.encode(), capture_output=True)
        self.assertEqual(done.returncode, 0, done.stdout.decode())
        self.assertIn(MARK + " and later", self.opened_by_age(new))

    def everything(self):
        """Every file of the notes, and of the drive but for what Wine brings."""
        own = [self.notes, *machine.drive.glob("users/*/AppData")]
        return [path for folder in own for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]

    def opened_by_age(self, sealed):
        """What the age program makes of a file; it asks for the passphrase in a terminal."""
        plain = pathlib.Path(self.folder.name) / "opened"
        key = next((self.notes / "keys").glob("passphrase-*.age"))
        child, terminal = pty.fork()
        if child == 0:
            os.execvp("age", ["age", "--decrypt", "--identity", str(key), "--output", str(plain), str(sealed)])
        os.read(terminal, 1000)
        os.write(terminal, PASSPHRASE.encode() + b"\n")
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        self.assertEqual(status, 0)
        return plain.read_text("utf-8")


class BothSystems(Case):
    """A folder goes from Linux to Windows and back."""

    def test_a_folder_of_linux_is_the_same_but_for_the_edit(self):
        environment = {**os.environ, "HOME": self.folder.name}
        subprocess.run([LINUX, "demo", str(self.notes)], env=environment, check=True, capture_output=True)
        before = {path.name: path.read_bytes() for path in (self.notes / "sessions").iterdir()}
        window = machine.open(self.notes)
        self.holds(window, "Written on Windows", "W-01")
        self.assertEqual(window.close(), 0)
        after = {path.name: path.read_bytes() for path in (self.notes / "sessions").iterdir()}
        self.assertEqual({name: after[name] for name in before}, before)
        self.assertEqual(len(after), len(before) + 1)
        done = subprocess.run([LINUX, "check", "--data-dir", str(self.notes)], env=environment, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stdout.decode())

    def test_what_is_written_on_windows_comes_to_linux_by_syncthing(self):
        pair = Pair()
        self.addCleanup(pair.end)
        linux, windows = (device.notes for device in pair.both)
        environment = {**os.environ, "HOME": self.folder.name}
        # Where there is something already, none are invented.
        subprocess.run([LINUX, "demo", str(self.notes)], env=environment, check=True, capture_output=True)
        shutil.copytree(self.notes, linux, dirs_exist_ok=True)
        before = files_of(linux)
        pair.meet()
        window = machine.open(windows)
        self.holds(window, "Written on Windows", "W-01", notes=windows)
        self.assertEqual(window.close(), 0)
        pair.meet()
        after = files_of(linux)
        self.assertEqual({name: after[name] for name in before}, before)
        self.assertEqual(len(after), len(before) + 1)
        self.assertIn("Written on Windows", texts(linux))
        done = subprocess.run([LINUX, "check", "--data-dir", str(linux)], env=environment, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stdout.decode())


if __name__ == "__main__":
    unittest.main(verbosity=2)
