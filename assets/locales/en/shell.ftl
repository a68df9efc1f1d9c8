### The frame around every screen: the tabs, the footer, settings, and what opens over a screen.

shell-screen-session = Session
shell-screen-review = Review
shell-screen-prompts = Prompts
shell-help = Help
shell-settings = Settings
shell-close = Close
# In a small window: what leads to the screens, the settings and help.
shell-menu = Menu

## The footer

shell-saving = Saving…
# Above it stands why.
shell-not-saved = Not saved
shell-saved = Saved { $time }

## Settings

shell-colors = Colors
# One of the colors, for a screen reader.
shell-colors-choice = Colors: { $name }
shell-colors-system = Same as system
shell-colors-light = Light
shell-colors-dark = Dark
shell-text-size = Text size
shell-smaller = Smaller
shell-larger = Larger
shell-percent = { $size } %
shell-keeps-caret-high = While I write, keep the line I write in above the lower third
shell-yes = Yes
shell-no = No
# One of the two answers, for a screen reader.
shell-answer = { $question }: { $answer }
shell-support-card = Support card
shell-support-card-purpose =
    Who to call: the prescriber, a colleague, local emergency numbers. { $key } shows it during a session.
shell-notes-folder = Where the notes are kept
shell-notes-plain = Each session is one plain file in this folder. Anyone who can read the folder can read the notes.
shell-notes-converting = The files in this folder are being converted.
shell-notes-sealed = Each session is one sealed file in this folder. The passphrase opens them.
shell-sealing = Sealing…
# When the file with the settings could not be read whole; the path of the old file follows.
shell-settings-unreadable = Your settings could not be read. Holdspace uses what it could read of them, and keeps the old file beside the new one. Check your support card in Settings.

## What is found by a few letters

shell-nothing-found = Nothing found.
# Beside a prompt that is for some sessions only, such as “if something mystical came up”.
shell-only-if = if { $condition }
