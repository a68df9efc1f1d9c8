### What the program prints in a terminal, and what it says when its window cannot be opened.

# “check”, “demo” and what begins with “--” are typed as they are here.
program-usage =
    Usage: holdspace [--data-dir DIR]
           holdspace check [--data-dir DIR]
           holdspace demo DIR [--today YYYY-MM-DD]

    Shows the prompts and keeps the notes of integration sessions. With check, it opens no window: it
    reads every file, says which are sound, and changes nothing; if the notes are sealed, it asks for
    the passphrase. With demo, it opens no window either: it creates the folder DIR, with invented
    sessions from the last four months, to try the app with.

      --data-dir DIR  keep the notes in DIR
      --today DATE    invent them as of another day
      --version       print the version
      --help          print this text
program-demo-without-folder = demo needs the name of a new folder
program-not-a-day = write the day as year-month-day, such as 2026-11-23
# “HOME” is the name of a setting of the system.
program-no-home = Holdspace could not find your home folder. Set HOME to it, and start again.
# $error is what the system says.
program-no-passphrase = The notes are sealed, and no passphrase could be read: { $error }
program-ask-passphrase = Passphrase:{" "}
program-demo-written =
    { $count ->
        [one] { $count } invented session is in { $folder }
       *[other] { $count } invented sessions are in { $folder }
    }
    Open them with: holdspace --data-dir { $folder }

## What is found by check: a line for each file, and how many there were

program-sound = sound
program-unsound = not sound: { $reason }
# A save that was cut off left it, or it is a copy of a session.
program-left-over = left over
program-not-ours = It is not one of Holdspace’s files.
program-damaged = It is damaged.
program-not-in-folder-of-session = Its folder is not named after a session.
program-changed-since-finalized =
    It was changed after it was finalized, and not by Holdspace. Its earlier versions show what it said.
program-findings = { $count ->
    [one] { $count } file, { NUMBER($sound) } of them sound.
   *[other] { $count } files, { NUMBER($sound) } of them sound.
}

## The window

program-no-display = Holdspace found no display to open its window on. Start it from a desktop session.
program-no-graphics =
    Holdspace found no way to draw on this display. Install OpenGL 2.1 or newer, such as Mesa, and start again.
program-no-graphics-on-windows =
    Holdspace found no way to draw its window. Update the graphics driver in Windows Update, under optional updates. In
    a remote session, try once at the computer itself.
program-no-graphics-on-macos = Holdspace found no way to draw its window. Update macOS, and start Holdspace again.
program-already-open = These notes are already open. Their window was brought forward.
program-had-to-stop = Holdspace had to stop. What you wrote was saved first; start it again to continue.
# Why the computer waits a moment before it sleeps, as the system lists it.
program-locks-before-sleep = Locks the notes first
