### What a screen reader alone says: the names of parts of the window, and what is said aloud.

# The window.
spoken-app = Holdspace
# The language that a screen reader speaks it in.
spoken-language = en
# The tabs of the screens.
spoken-screens = Screens
# The footer.
spoken-status = Status
# The list of prompts beside the notes.
spoken-outline = Prompts of this session
# The list of prompts on their own screen.
spoken-order = Prompts, in order
# The list of past sessions.
spoken-sessions = Past sessions
# What the palette and the jump find.
spoken-found = Found
# The row that Enter takes: $row is its name.
spoken-row = { $row }, { NUMBER($number) } of { NUMBER($count) }
# The window is blank but for the time.
spoken-veil = The screen is hidden. Esc shows it.
# What became of all files, as it is done.
spoken-all-sealed = Every file is sealed now.
spoken-all-plain = Every file is plain now. The sealing was removed.
spoken-all-encrypted-again = The new key seals every file now. The old recovery code no longer works.
# A choice of how long nothing is used before the notes lock.
spoken-lock-after = Lock after inactivity
# What is shown of an earlier version, which is chosen.
spoken-version-view = What is shown of this version
