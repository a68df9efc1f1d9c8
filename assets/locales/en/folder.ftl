### What is said of the notes as a whole: how many there are, how far they are read or sealed, and which devices open them.

# In the footer.
folder-sessions-on-this-computer =
    { $count ->
        [one] { $count } session on this computer
       *[other] { $count } sessions on this computer
    }
# In the footer and above the list, until all of them are read.
folder-reading = Reading { NUMBER($done) } of { NUMBER($total) } sessions…

## Whether the notes are sealed

folder-not-sealed = Not sealed
# Something in the folder was sealed with a key that is not this one.
folder-not-sealed-but-some = Not sealed · some files are
folder-sealed = Sealed
folder-sealed-and-another-key = Sealed · another key found
folder-being-sealed = Sealing { NUMBER($done) } of { NUMBER($total) }…
folder-being-unsealed = Unsealing { NUMBER($done) } of { NUMBER($total) }…
folder-being-encrypted-again = Re-encrypting { NUMBER($done) } of { NUMBER($total) }…

## Which devices opened sealed notes

folder-one-device = Only this device is known to have opened these notes.
# All of them, two or more, have the key that is used now.
folder-devices-with-current-key =
    { $devices ->
        [2] Two devices are known to have opened these notes, both with the current key.
       *[other] { $devices } devices are known to have opened these notes, all with the current key.
    }
folder-devices-some-with-current-key =
    { NUMBER($devices) } devices are known to have opened these notes, { NUMBER($current) } of them with the current key.
