"""The installer: installs, upgrades over the running app, uninstalls; the notes stay."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from machine import Machine, texts, until


def setUpModule():
    global machine
    machine = Machine(os.environ["HOLDSPACE_PROGRAM"], os.environ["HOLDSPACE_TEST_LIBRARY"])


def tearDownModule():
    machine.end()


def registered(name):
    """What Windows lists of the program; nothing if it lists none."""
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Holdspace"
    done = machine.wine("reg", "query", key, "/v", name, check=False)
    return done.stdout.decode().split("REG_SZ")[-1].strip() if done.returncode == 0 else None


class Installer(unittest.TestCase):
    setup = os.environ["HOLDSPACE_SETUP"]

    def test_installs_upgrades_over_the_running_app_and_uninstalls_without_the_notes(self):
        machine.wine(self.setup, "/S")
        users = machine.drive / "users"
        folder = next(users.glob("*/AppData/Local/Programs/Holdspace"))
        start_menu = next(users.glob("*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs"))
        self.assertEqual(
            sorted(path.name for path in folder.iterdir()),
            ["LICENSE-APACHE.txt", "LICENSE-MIT.txt", "holdspace.exe", "uninstall.exe"],
        )
        self.assertTrue((start_menu / "Holdspace.lnk").exists())
        self.assertEqual(registered("DisplayVersion"), os.environ["HOLDSPACE_VERSION"])
        machine.give_library(folder)

        # The notes are where they are when nobody chose another place.
        window = machine.open(program=folder / "holdspace.exe")
        notes = next(users.glob("*/AppData/Roaming")) / "holdspace" / "data"
        window.types("K-07").presses("Return").types("Before the upgrade").presses("ctrl+s")
        until("it is saved", lambda: texts(notes) == ["Before the upgrade"])
        window.types(", and unsaved")
        old = (folder / "holdspace.exe").stat().st_ino
        machine.wine(self.setup, "/S")
        self.assertEqual(window.ends(), 0)
        self.assertEqual(texts(notes), ["Before the upgrade, and unsaved"])
        self.assertNotEqual((folder / "holdspace.exe").stat().st_mtime_ns, 0)
        self.assertTrue(old)

        window = machine.open(program=folder / "holdspace.exe")
        window.presses("ctrl+o").types(" still").presses("ctrl+s")
        until("it is saved", lambda: any("still" in text for text in texts(notes)))
        window.close()
        os.remove(folder / "bcryptprimitives.dll")
        machine.wine(folder / "uninstall.exe", "/S")
        # What uninstalls is a copy of itself, and goes on after it has returned.
        until("the program is gone", lambda: not folder.exists())
        self.assertFalse((start_menu / "Holdspace.lnk").exists())
        self.assertIsNone(registered("DisplayName"))
        self.assertEqual(len(texts(notes)), 1)

    def test_can_be_signed(self):
        """The steps of CONTRIBUTING.md, with a certificate that nobody trusts."""
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            key, certificate, signed = folder / "key.pem", folder / "certificate.pem", folder / "signed.exe"
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test",
                 "-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate],
                check=True, capture_output=True,
            )
            subprocess.run(
                ["osslsigncode", "sign", "-certs", certificate, "-key", key, "-n", "Holdspace", "-h", "sha256",
                 "-in", self.setup, "-out", signed],
                check=True, capture_output=True,
            )
            verify = ["osslsigncode", "verify", "-CAfile", certificate, "-in"]
            done = subprocess.run([*verify, signed], capture_output=True)
            self.assertIn(b"Signature verification: ok", done.stdout, done.stdout.decode())
            done = subprocess.run([*verify, self.setup], capture_output=True)
            self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
