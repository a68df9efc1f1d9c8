### What went wrong with a file or a folder: in one sentence what happened, and in another what to do.

## Something could not be saved, or the notes folder could not be opened

problems-disk-full = The disk is full. Free some space; saving continues on its own.
problems-read-only = The disk is read-only. Make it writable; saving continues on its own.
problems-no-permission = Access was denied. Check who can read and write this folder.
problems-folder-not-there = The notes folder is missing. Connect its drive, or check where the folder is.
problems-not-a-folder = A file is where a folder should be. Move that file, or choose another folder.
problems-folder-not-empty = This folder is not empty. Choose a new folder; this one is left as it is.
problems-newer-folder = The notes folder belongs to a newer version of Holdspace. Open it with that version.
problems-in-use = Another window has these notes open. Close it, and this one continues on its own.
problems-file-not-there = A file is missing. Check that the notes folder is complete.
problems-file-already-there = Another file already has this name. Move that file somewhere else.
# A folder, a pipe or a device.
problems-not-a-file = This is not an ordinary file. Move it out of the notes folder.
problems-leads-elsewhere =
    This is a link, or another drive, and Holdspace does not follow it. Move it out of the notes folder; it is left as it is.
problems-other-folder =
    A different notes folder is in this place. Put yours back and saving continues on its own, or restart Holdspace to open this one.
problems-too-large = The file is too large for Holdspace to read. Move it out of the notes folder.
problems-unreadable-in-the-way =
    A file that cannot be read has this name. Move that file somewhere else; saving continues on its own.
problems-would-not-read = The text is too long for one file. Move some of the text to another session.
problems-saving-stopped = Saving has stopped. Copy what you wrote last somewhere else, and restart Holdspace.
problems-renaming-underway = Something is already being renamed. Wait until that is done.
problems-finalized = This session is finalized and can’t be changed. Write an addendum instead.
problems-other-passphrase =
    This passphrase does not open the notes. Check each letter and the keyboard layout, and try again.
problems-tried-too-soon =
    Another attempt was made just before, and did not open the notes. Try again in a minute.
# “keys” is the name of a folder, and stays as it is.
problems-keys-not-there = The notes are sealed, and the folder “keys” is missing. Put it back into the notes folder.
problems-keys-unreadable =
    The keys of the notes are damaged. Put the folder “keys” back from a backup; it is left as it is.
problems-locked = The notes are locked. Open them with the passphrase; saving continues on its own.
problems-sealing-underway = The notes are already being sealed or unsealed. Wait until that is done.
problems-other = The disk reported an error. Check the disk; Holdspace keeps the text and tries again.

## A file that somebody chose could not be read or written; its path is shown beside it

problems-chosen-not-there = There is no file with this path. Check its name and its folder.
problems-chosen-folder-not-there = There is no such folder. Create it first, or choose another one.
problems-chosen-no-permission = Access was denied. Check who can read and write this file and its folder.
problems-chosen-not-a-file = This is not an ordinary file. Add the name of a file to the path, or choose another one.
problems-chosen-already-there = Another file already has this name, and stays as it is. Choose another name.
problems-chosen-disk-full = The disk is full, and nothing was written. Free some space, or choose another disk.
problems-chosen-read-only = This disk is read-only. Choose another one.
problems-chosen-too-large = This file is too large to be one of these.
problems-chosen-leads-elsewhere = This is a link, and Holdspace does not follow it. Choose the file that it leads to.
problems-chosen-other = The disk reported an error, and nothing has changed. Check the path and the disk, and try again.

## A sealed file could not be opened

problems-not-sealed =
    It is not a sealed file. It is left as it is; an earlier version or a backup may have what it said.
problems-sealed-cut-short =
    It is sealed, and cut short. It is left as it is; an earlier version or a backup may have what it said.
problems-sealed-damaged =
    It is sealed, and was damaged or changed since. It is left as it is; an earlier version or a backup may have what it said.
problems-sealed-with-other-key =
    It is sealed with another key. It is left as it is; an earlier version or a backup may have what it said.
problems-sealed-with-too-much-work =
    It takes more work to open than Holdspace allows. It is left as it is; an earlier version or a backup may have what it said.
problems-sealed-by-newer =
    It was sealed in a way that this version does not know. It is left as it is; an earlier version or a backup may have what it said.

## A file could not be read as what it should be; its name is shown above

problems-longer-than-any = It is larger than any file that Holdspace writes.
problems-cut-short = It is cut short (line { NUMBER($line) }, column { NUMBER($column) }).
problems-not-json = It is not complete JSON (line { NUMBER($line) }, column { NUMBER($column) }).
# Files are of keys and values; in this one the same key is there two times.
problems-repeated-key = It has one key twice (line { NUMBER($line) }, column { NUMBER($column) }).
problems-too-deep = It is nested too deeply (line { NUMBER($line) }, column { NUMBER($column) }).
problems-other-format = It is another kind of file.
problems-no-version = It does not say which version it is.
problems-newer-version =
    It was written by a newer version of Holdspace. Open it with that version; it is left as it is.
problems-missing-field = The field “{ $field }” is missing.
problems-bad-id = An id must have 1 to 64 characters from 0-9, a-z and “-”.
problems-bad-id-at =
    An id must have 1 to 64 characters from 0-9, a-z and “-” (line { NUMBER($line) }, column { NUMBER($column) }).
problems-far-year = A date is not in the years 0001 to 9999.
problems-far-year-at =
    A date is not in the years 0001 to 9999 (line { NUMBER($line) }, column { NUMBER($column) }).
problems-wrong-kind = A field has a value of the wrong kind.
problems-wrong-kind-at =
    A field has a value of the wrong kind (line { NUMBER($line) }, column { NUMBER($column) }).
problems-larger-than-guideline = It is larger than 1 MiB.
problems-not-named-as-session = Its name is not that of a session.
problems-other-id-than-name = The id inside does not match its name.
problems-set-aside = It could not be read before, and was given this name. It is left as it is.
problems-not-begun-here = It was not begun on this computer. It is left as it is.

## The window was to be closed while something could not be saved; $problem is one of the sentences above

problems-window-stays =
    { $problem } The window stays open, because what you wrote last is not saved anywhere yet.
problems-close-again-with-copy =
    { $problem } Close the window again to quit anyway; a copy is kept on this computer.
problems-close-again = { $problem } Close the window again to quit anyway.
