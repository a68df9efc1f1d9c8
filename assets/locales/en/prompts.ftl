### The Prompts screen: the prompts of a set in their order, one of them to edit, and the sets themselves.

## The kinds of prompts, also above a prompt in a session

# A stance for the therapist to hold.
prompts-kind-me = For me
prompts-kind-ask = Could ask
prompts-kind-offer = Could offer

## The list

# In the place of a title that is empty.
prompts-untitled = Untitled
# In a row, after the title: what is cut is put elsewhere next.
prompts-cut = cut
# In a row, after the title: the wording is not the guideline’s.
prompts-yours = yours
# In a row: the prompt has a condition.
prompts-only-if-short = only if
# In a row, on the button that hides the prompt or shows it.
prompts-hidden = Hidden
prompts-shown = Shown
# Above the prompts that are hidden.
prompts-hidden-heading = Hidden
# Above the sections, while the guideline has changed.
prompts-changed-row =
    The guideline has changed · { $count ->
        [one] { $count } prompt
       *[other] { $count } prompts
    }
prompts-hide-spoken = Shown, hide: { $title }
prompts-show-spoken = Hidden, show: { $title }
prompts-move-up-spoken = Move up: { $title }
prompts-move-down-spoken = Move down: { $title }
prompts-section-spoken = Section { $section }
# The next four are a row for a screen reader, one put into the other.
prompts-row-spoken-if = { $title }, if { $condition }
prompts-row-spoken-reworded = { $title }, your wording
prompts-row-spoken-hidden = { $title }, hidden
prompts-row-spoken-cut = { $title }, cut
prompts-add = Add a prompt
# Above the list, until something else changes.
prompts-deleted = Deleted: { $title }.
prompts-imported = Imported: { $name }.
prompts-undo-last-change = Undo
prompts-restore-order = Restore the guideline’s order

## The footer, one after the other

prompts-count-reworded = { NUMBER($count) } in your wording
prompts-count-own = { NUMBER($count) } your own
prompts-count-hidden = { NUMBER($count) } hidden

## One prompt

prompts-title = Title
prompts-kind-label = Kind
prompts-guidance = Guidance
prompts-examples = Example wording, one per line
prompts-only-if = Only if
# In the field while it is empty.
prompts-only-if-hint = Leave blank to always show it
prompts-section = Section
# What a screen reader says when the prompt or its place changes.
prompts-place = { $title }, { NUMBER($number) } of { NUMBER($count) } · { $section }
prompts-place-hidden = { $title }, { NUMBER($number) } of { NUMBER($count) } · { $section } · hidden
# Before the button that restores the guideline’s.
prompts-your-wording = Your wording
prompts-your-section = Your section
prompts-restore = Restore the guideline’s
prompts-restore-paragraph = Restore the guideline’s, ¶{ $paragraph }
prompts-guideline-says = The guideline says: { $words }
# What the guideline says of a prompt that is always shown.
prompts-no-condition = no condition
prompts-delete-own = Your own prompt  ·  Delete it
# The example wordings are this project’s own, and none of the guideline’s.
prompts-example-was = As it came: { $words }
prompts-restore-example = Restore it as it came
prompts-restore-all = Restore all of the guideline’s wording

## Below the prompt

prompts-hint = { $up } and { $down } move the prompt. Past sessions keep the wording they were held with.
prompts-hint-guideline = The guideline’s own order and wording stay as they are. To make changes, choose another set.
prompts-hint-before-reading = You can change the prompts once the notes folder has been read.

## What can be done to a set

prompts-set-menu = Set…
# In a small window: what shows the chosen prompt by itself, and the way back.
prompts-open = Open
prompts-open-spoken = Open: { $title }
prompts-back-to-list = Back to the prompts
prompts-set-rename = Rename set
prompts-set-duplicate = Duplicate set
prompts-set-add-section = Add a section
prompts-set-restore-wording = Restore the guideline’s wording
prompts-set-export = Export to a file…
prompts-set-import = Import from a file…
prompts-set-delete = Delete set

## The name of a set

prompts-set-heading = Prompt set
prompts-set-name = Name
prompts-set-name-spoken = Name of the set
# Closes the name of the set, or the form for a file.
prompts-back = Back to the prompts

## A section

prompts-section-name = Name of the section
# What a section is called until it is given a name.
prompts-section-new = New section
prompts-section-up = Move section up
prompts-section-down = Move section down
prompts-section-add = Add a section below
prompts-section-remove = Remove section
prompts-section-hint = { $up } and { $down } move the section with its prompts. You can remove it once it is empty.

## A set or a guideline in a file

# The path of a file.
prompts-file = File
# Opens the system’s own dialog.
prompts-choose-file = Choose a file…
prompts-export-heading = Export this set
prompts-export = Export to this file
prompts-export-hint = The file has only the prompts: no sessions, no clients.
prompts-exported = Exported to { $path }.
prompts-import-heading = Import a set or a guideline
prompts-import-read = Read this file
prompts-import-hint = Nothing changes until you have seen what is in the file. You can also drop a file here.
prompts-import-refused = Nothing has changed. Once the file is fixed, you can read it again.
prompts-import = Import
prompts-import-set =
    A prompt set: { $prompts ->
        [one] { $prompts } prompt
       *[other] { $prompts } prompts
    }, { NUMBER($reworded) } reworded, { NUMBER($own) } of its own.
prompts-import-guideline =
    A guideline: { $prompts ->
        [one] { $prompts } prompt
       *[other] { $prompts } prompts
    } in { $sections ->
        [one] { $sections } section
       *[other] { $sections } sections
    }. Source: { $source }

## Why a file is not imported

prompts-refused-no-prompts = It has no prompts.
prompts-refused-too-many =
    { $count ->
        [one] It has { $count } prompt; { NUMBER($limit) } is the limit.
       *[other] It has { $count } prompts; { NUMBER($limit) } is the limit.
    }
# An id is a short name that is written in the file.
prompts-refused-repeated-id = Two of its prompts have the id “{ $id }”.
prompts-refused-unknown-prompt = It names a prompt “{ $id }” that it does not have.
# $character is such as U+202E.
prompts-refused-invisible-in-prompt = Its prompt “{ $id }” contains the invisible character { $character }.
prompts-refused-invisible = Its title or its source contains the invisible character { $character }.
prompts-refused-built-in = It is another version of the guideline that is built into Holdspace, and only a newer Holdspace can change that one. Give it an id of its own to import it.

## A set that another device has too

# $names are one or more names in quotes.
prompts-theirs-added = Added from another device: { $names }.
prompts-theirs-changed = Another device changed { $names } too. This device’s version stays; theirs is kept in the notes folder.
# The two sentences above, if both are said.
prompts-theirs-both = { $added } { $changed }
prompts-theirs-name = “{ $name }”
# One more name of several.
prompts-theirs-listed = { $names }, { $name }
prompts-theirs-copy = Add theirs as a copy
prompts-theirs-ok = OK

## What a later version of the guideline brings

prompts-change-heading = The guideline has changed
prompts-change-hint = This set keeps its words and its order until you choose. What you decline isn’t offered again, unless the guideline changes there again.
prompts-change-new = New
prompts-change-new-accept = Add it
prompts-change-new-decline = Leave it out
prompts-change-changed = Changed
prompts-change-changed-accept = Use the new wording
prompts-change-changed-decline = Keep mine
prompts-change-gone = No longer in the guideline
prompts-change-gone-accept = Remove it
prompts-change-gone-decline = Keep mine
# One of these answers and the title of its prompt, for a screen reader.
prompts-change-answer-spoken = { $answer }: { $title }
# One field: this set’s words, then the new ones.
prompts-change-yours = Yours: { $words }
prompts-change-guidelines = New: { $words }
