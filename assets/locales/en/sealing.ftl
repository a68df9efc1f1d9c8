### Sealed notes: the lock screen, the page that seals them, and when they are locked.

## What is used in several places

sealing-passphrase = Passphrase
sealing-back = Back
sealing-cancel = Cancel
sealing-close = Close
# Goes on to the next step.
sealing-go-on = Continue

## The lock screen

sealing-locked = The notes are locked
sealing-enter-opens = Enter opens the notes.
# Beside a passphrase: shows it as it was typed, or hides it again.
sealing-show-typed = Show what I typed
sealing-hide-typed = Hide what I typed
sealing-opening = Opening…
sealing-passphrase-refused = { $seconds ->
    [0] This passphrase does not open the notes. Try again.
    [one] This passphrase does not open the notes. Try again in { $seconds } second.
   *[other] This passphrase does not open the notes. Try again in { $seconds } seconds.
}
sealing-code-refused = { $seconds ->
    [0] This recovery code does not open the notes. Try again.
    [one] This recovery code does not open the notes. Try again in { $seconds } second.
   *[other] This recovery code does not open the notes. Try again in { $seconds } seconds.
}
# What was tried just before is not known: the app was started again.
sealing-attempt-refused = { $seconds ->
    [0] Another attempt was made just before, and did not open the notes. Try again.
    [one] Another attempt was made just before, and did not open the notes. Try again in { $seconds } second.
   *[other] Another attempt was made just before, and did not open the notes. Try again in { $seconds } seconds.
}
sealing-forgot-passphrase = Forgot the passphrase?
sealing-changed-elsewhere =
    The sealing was changed on another device: the notes were sealed there, the sealing was removed, or there is a new key or passphrase. Your passphrase opens them as they are now.
sealing-other-folder =
    Another notes folder is where the sealed notes were, and it is not sealed. If you did not put it there, close Holdspace and check the folder.
# “keys” is the name of a folder, and stays as it is.
sealing-keys-missing-with-copy =
    The folder “keys” is missing from the notes folder. This computer has a copy: your passphrase opens the notes and puts it back.
sealing-keys-missing =
    The notes are sealed, and their keys are missing. Put the folder “keys” back into the notes folder, from another device or a backup. Nothing is written until then.
sealing-ask-to-use-plain = These notes are no longer sealed…
sealing-using-plain-meaning =
    Only do this if you removed the sealing yourself, on another device. What you write from now on is kept as plain files that anyone who can open the folder can read.
sealing-use-plain = Use them as plain files

## The recovery code instead of a forgotten passphrase

sealing-recovery-code = Recovery code
sealing-recovering-hint =
    Type the code from your paper, then choose a new passphrase. The code stays the same: keep the paper.
sealing-code-mistyped =
    A character is wrong or missing. The code has seven groups of four: compare it with the paper.
sealing-open-notes = Open the notes

## A new passphrase, typed twice

sealing-new-passphrase = New passphrase
sealing-new-passphrase-again = New passphrase, again
sealing-new-passphrase-hint =
    At least { NUMBER($count) } characters, not counting spaces. Several words that nobody would guess work best.
sealing-passphrase-not-typed = Type a passphrase first; spaces do not count.
sealing-passphrase-too-short = { $missing ->
    [one] This passphrase is too short. It needs one more character; spaces do not count.
   *[other] This passphrase is too short. It needs { $missing } more characters; spaces do not count. Another word would do.
}
sealing-passphrase-repeats =
    This passphrase repeats the same few characters. A few different words are harder to guess.
sealing-passphrase-has-unseen =
    This passphrase has an invisible character in it, as some emoji and pasted text do. Type that part with other characters.
sealing-passphrases-differ = The two don’t match. Type the passphrase again.

## The page that seals the notes

sealing-title = Sealing
sealing-plain-meaning =
    The notes are plain files on this computer. Anyone who can read the folder can read the notes: on a stolen computer, in a cloud folder, or at this desk. Once sealed, they are encrypted, and open only with a passphrase that you alone know.
sealing-both-lost =
    If you forget the passphrase, a recovery code on paper opens the notes. If both are lost, nobody can open them, and nobody can help.
sealing-out-of-reach =
    Sealing does not reach copies that were made before: backups, older versions kept by a sync service, and what a drive keeps of deleted files.
sealing-ask-to-seal = Seal the notes…
sealing-seal = Seal the notes
sealing-making-key = Making the key…
sealing-underway-meaning =
    You can keep writing. If the app closes before this is done, it continues at the next start.
sealing-sealed = The notes are sealed.
sealing-lock-now = Lock now
sealing-current-passphrase = The current passphrase.
sealing-ask-to-change-passphrase = Change the passphrase…
sealing-change-passphrase = Change the passphrase
sealing-passphrase-changed = The passphrase was changed.
sealing-ask-to-rotate = Rotate the key…
sealing-rotate = Rotate the key
sealing-rotating-meaning =
    A new key replaces the old one, and every file is re-encrypted. Do this if somebody may have had the passphrase or the code. The old recovery code will stop working.
sealing-ask-to-unseal = Remove sealing…
sealing-unseal = Remove sealing
sealing-unsealing-meaning =
    Every file becomes plain again. Anyone who can read the folder can then read the notes.
sealing-ask-to-forget-previous = Forget previous keys…
sealing-forget-previous = Forget the previous keys
sealing-forgetting-meaning =
    When the key is changed, the previous one is kept, because another device may still bring notes that it sealed before it knew. Once each of your devices has opened the notes with the current key, the previous keys can be forgotten. Anything that still arrives sealed with them can never be opened.
sealing-previous-keys-forgotten = The previous keys were forgotten.
# Files that no key here opens.
sealing-ask-to-open-others = Open them…
sealing-open-others = Open them
sealing-others-meaning =
    Some files here were sealed by another device, with a key that this one does not have. Its passphrase opens them; then both devices can read everything.
sealing-late-meaning =
    Another device brought files that are still sealed, from before the sealing was removed. The passphrase from that time opens them, and they become plain files like the others.
sealing-others-opened = The files were opened.

## The recovery code, shown once and typed back

sealing-code-meaning =
    This is the recovery code. It opens the notes if you forget the passphrase, and is not shown any more once this is done. Write it on paper, and keep the paper in a safe place.
sealing-written-down = I have written it down
sealing-page-meaning =
    Or save a page to print. Anyone who has the page can open the notes: delete the file once you have printed it.
# The field for the path of the page.
sealing-page-to-print = Page to print
sealing-save-page = Save the page
sealing-page-saved = Saved: { $path }
sealing-type-back = Type the code from the paper
sealing-typing-back-meaning = This makes sure that you will have it when you need it.
sealing-code-differs =
    This does not match the code. Compare each group with what you wrote down, or look at the code again.
sealing-show-code-again = Show the code again

## The page with the recovery code, to be printed: a file of HTML, where &amp; and &lt; stand for & and <

# The language of this page, as HTML names it.
sealing-page-language = en
sealing-page-title = Holdspace: recovery code
sealing-page-heading = Recovery code
sealing-page-purpose = This code opens the sealed notes of Holdspace if the passphrase is forgotten.
# $button is the name of the button on the lock screen.
sealing-page-use =
    On the lock screen choose <em>{ $button }</em>, type the code, and choose a new passphrase. Dashes, spaces and small letters make no difference. There is no letter O and no letter I in it: a round character is a zero, a straight one is a one.
sealing-page-care =
    Anyone who has this page and the files can read the notes. Keep it in a safe place, away from the computer. If the passphrase and this page are both lost, nobody can open the notes.
# Two blanks to be filled in by hand.
sealing-page-blanks = Printed on: ______________ &nbsp; For the notes of: ______________
sealing-page-deletion = Delete the file of this page once you have printed it.

## When the notes are locked

# Before the field for the number of minutes.
sealing-lock-after = Lock after
# The name of that field, for a screen reader.
sealing-minutes = Minutes
# After that field.
sealing-minutes-of-inactivity = minutes of inactivity
# $limit and $minutes are numbers.
sealing-not-minutes = That is not a number from 1 to { NUMBER($limit) }. It is still { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
sealing-not-minutes-never = That is not a number from 1 to { NUMBER($limit) }. The notes still never lock by themselves.
sealing-never = Never
# The same for a screen reader.
sealing-never-locks = Lock after inactivity: never
sealing-system-lock-meaning = The computer’s own lock and sleep lock the notes too, if the system reports them.
sealing-hides-on-leaving = Hide the screen when another window comes to the front
sealing-clears-clipboard = Clear copied notes from the clipboard after a minute
