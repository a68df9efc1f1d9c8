### Help: the keys, and what the app is.

# The two pages of it, as choices.
help-keys = Keyboard shortcuts
help-about = About
help-pages = Help

## Where keys apply, above each list of them

help-anywhere = Everywhere
help-in-session = In a session
help-in-review = In Review
help-in-prompts = In Prompts

# Two keys that do the same.
help-or = { $key } or { $other }
# Two keys that belong together, such as up and down.
help-and = { $key }, { $other }
# Letters that are typed.
help-letters = Letters

## What the keys do that are no commands

help-quit = Quit; everything is saved
help-next-control = Go to the next control, or to the one before
help-press = Press the button that has the focus; in a field, confirm
help-scroll = Scroll by pages
help-ends = Scroll to the beginning or the end
help-cut-copy-paste = Cut, copy, paste
help-select-all = Select all
help-page-menu = Open the menu of the notes, or of a long field
help-next-line = Begin the next line
help-complete = Complete a theme, or on Begin a client code
help-find-next = In a search: go to the next match, or to the one before
help-choose-session = Choose a session
help-first-last-session = In the list: choose the first or the last session
help-page-of-sessions = In the list: go up or down by several sessions
help-scroll-second = Two sessions beside each other: scroll the second, with Shift the first
help-choose-prompt = Choose a prompt
help-first-last-prompt = Choose the first or the last prompt
help-page-of-prompts = Go up or down by several prompts
help-letters-of-prompt = Choose a prompt by the first letters of its title
help-edit-prompt = Edit the title of the prompt
help-delete-prompt = Hide the prompt, or show it; delete one of your own
help-move-row = Take the prompt along, and put it below the chosen one

## About

help-version = Holdspace { $version }
help-purpose = It has no network code: nothing you write leaves this computer by itself.
help-licenses = Licenses
help-license = Holdspace: { $license }, as you choose.
help-typeface = Its typeface, Atkinson Hyperlegible Next: SIL Open Font License 1.1.
help-libraries = The libraries it is built from: MIT, Apache 2.0, BSD, ISC, Zlib, BSL 1.0, Unicode 3.0, and for option-ext MPL 2.0.
help-files = Where the files are
help-notes-folder = Notes and prompt sets
help-settings-folder = Settings
help-state-folder = The log, recovery copies, and copies of keys
# On the button beside a folder; $folder is one of the three above.
help-open-folder = Open this folder
help-open-folder-spoken = Open this folder: { $folder }
