### The screen of past sessions: the list of them, what is read beside it, and what is done with a session.

## What is used in several places

review-cancel = Cancel
review-sessions = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
# In the row of a session.
review-finalized = finalized
# In place of the duration of a session that was not ended.
review-unfinished = unfinished
review-theme = #{ $theme }
# Whose themes are shown, if nobody is chosen.
review-everybody = all clients
review-clients-and-themes = Clients and themes

## The list of sessions, and the search above it

# The hint in the empty field.
review-search = Search every note
# What the choice of a client is called, for a screen reader.
review-client-choice = Client
review-all-clients = All clients
# The footer: of all sessions, so many have these words in them.
review-sessions-with-words = { NUMBER($count) } with “{ $words }”
# The footer: of all sessions, the search finds so many.
review-sessions-found = { NUMBER($count) } found
# The footer: of all sessions, so many are the chosen client’s.
review-sessions-shown = { NUMBER($count) } shown
# Which match of a search it is.
review-hit-place = { NUMBER($number) } of { NUMBER($count) } in this session
# The same for a screen reader, with the words around the match.
review-hit = { NUMBER($number) } of { NUMBER($count) } in this session: { $words }
# In the row of a session: so many of its lines are open for next time.
review-open-lines = { NUMBER($count) } open
review-reading-sessions = Reading the sessions…
review-no-sessions = No sessions yet. Each one you begin is kept here.
review-nothing-found = Nothing found.
review-files-not-read = { $count ->
    [one] { $count } file could not be read (unchanged)
   *[other] { $count } files could not be read (unchanged)
}

## The trash

# The way to the trash, below the list.
review-way-to-trash = { $count ->
    [one] Trash · { $count } session
   *[other] Trash · { $count } sessions
}
review-trash = Trash
# Below the list, once a session was moved to the trash; before the way back.
review-moved-to-trash = Moved to the trash.
review-back-to-sessions = Back to the sessions
review-ask-to-empty-trash = Empty the trash…
review-emptying-trash = { $count ->
    [one] { $count } session and all earlier versions will be deleted and can’t be recovered.
   *[other] { $count } sessions and all earlier versions will be deleted and can’t be recovered.
}
review-empty-trash = Empty the trash
review-trash-is-empty = Nothing here.

## Clients and themes

review-back-to-reading = Back to reading · Esc
review-clients-meaning = A code and its sessions. Nothing else about a client is kept.
review-clients = Clients
review-choose-client = Choose one to see their themes.
# In the row of a client.
review-last-session = last { $date }
# The row of a client, for a screen reader.
review-client-row = { $sessions ->
    [one] { $client }, last { $date }, { $sessions } session
   *[other] { $client }, last { $date }, { $sessions } sessions
}
# $client is a code, or “all clients”.
review-themes-of = Themes of { $client }
review-themes-of-session = Themes of this session
review-no-themes = Put # in front of a word to make it a theme.
review-choose-theme = Choose one to rename it.
# The row of a theme, for a screen reader.
review-theme-row = { $sessions ->
    [one] #{ $theme }, { $sessions } session
   *[other] #{ $theme }, { $sessions } sessions
}

## Renaming a client’s code or a theme

# The way to renaming the chosen client.
review-rename-client = Rename { $client }…
review-rename-code = Rename { $code } in every session
review-rename-theme-of-client = Rename #{ $theme } in the sessions of { $client }
review-rename-theme = Rename #{ $theme } in the sessions of all clients
review-new-name = New name
review-rename = Rename
review-merge = Merge
review-merging-codes =
    This code is already in use. Merging makes the sessions of both one client’s, and they can’t be told apart again.
review-renaming-code = Earlier versions of the sessions keep the old code.
review-merging-themes = This theme already exists. Merging makes the two one, and they can’t be told apart again.
review-renaming-theme = The lines change; their earlier versions are kept. A finalized session keeps its words.
# The two names are another client’s and may not be shown.
review-renaming-underway = Renaming: { NUMBER($done) } of { NUMBER($total) } sessions checked
review-renaming-underway-named = Renaming { $from } to { $to }: { NUMBER($done) } of { NUMBER($total) } sessions checked
# The two names are another client’s and may not be shown.
review-renaming-done = The renaming is done.
review-renaming-done-named = { $renamed ->
    [one] { $from } is now { $to } in { $renamed } session.
   *[other] { $from } is now { $to } in { $renamed } sessions.
}
review-renaming-done-in-part =
    { $renamed ->
        [one] { $from } is now { $to } in { $renamed } session.
       *[other] { $from } is now { $to } in { $renamed } sessions.
    } { $left ->
        [one] { $left } session unchanged: finalized or unreadable.
       *[other] { $left } sessions unchanged: finalized or unreadable.
    }

## A session that is read

review-nothing-written = Nothing was written.
# Which session with the client it is, and how long after dosing: “third session, 1 day after dosing”.
review-ordinal-and-dosing = { $ordinal }, { $dosing }
review-put-back = Put back
review-edit = Edit
review-resume = Resume
# The way back to a session that is open for writing.
review-back-to-session = Back to the session
# Ends editing a past session.
review-done = Done
review-earlier-versions = Earlier versions
review-move-to-trash = Move to trash

## A session as plain text

# Asks what is to be copied.
review-ask-to-copy = Copy…
review-copy-heading = Copy this session as plain text
review-copy-with-notes = With the notes
review-copy-without-notes = The date, the client’s words and the summary from closing, and addenda. No notes.
review-copy-all = Everything that was written in it.
review-copy = Copy as text
review-copied = Copied.
# A line of the notes; $minute is such as “12 min”.
review-copied-line = { $minute }: { $line }
# The same of a line that was kept for next time; $mark is such as “for next time” or “resolved”.
review-copied-kept-line = { $minute }: { $line } ({ $mark })

## Finalizing a session, and adding to it

review-ask-to-finalize = Finalize…
review-finalizing-meaning = Once finalized it can’t be edited. You can still add addenda.
review-finalize = Finalize
review-finalized-on = Finalized on { $date } at { $time }
review-changed-since-finalized =
    This session was changed after it was finalized, and not by Holdspace. What it said before is in “Earlier versions”.
review-add-addendum = Add addendum
review-new-addendum = New addendum
review-add-it = Add it
review-addendum-hint = { $key } adds it, with today’s date. What you type is kept until then.
review-addendum = Addendum, { $date } at { $time }
# Above a line of the notes that arrived from another device after this one had finalized the session.
review-line-left-out = Written on another device, and not part of what was finalized
# The same above what was written in a field of closing.
review-field-left-out = Written on another device, and not part of what was finalized: { $field }

## Earlier versions of a session

review-reading-versions = Reading the earlier versions…
review-no-version = There is no earlier version.
review-version = Earlier version { NUMBER($number) } of { NUMBER($count) }, kept on { $date } at { $time }
review-older = Older
review-newer = Newer
review-restore = Restore this version
review-restored = Restored: the session says again what was kept on { $date } at { $time }. What it said before is an earlier version.
review-back-to-current = Back to the current version
review-oldest-version = This is the oldest version that is kept.
# What is shown of an earlier version: three choices, each with its name for a screen reader.
review-shows-since = Changed since
review-shows-since-spoken = What changed since this version
review-shows-in-version = In this version
review-shows-in-version-spoken = What changed in this version
review-shows-full-text = Full text
review-shows-full-text-spoken = Full text of this version

## What differs between two versions

review-no-difference = The words are the same.
review-lines-as-before = { $count ->
    [one] { $count } line as before
   *[other] { $count } lines as before
}
# Lines and words for a screen reader, which does not see how they are marked.
review-line-added = added line: { $words }
review-line-removed = removed line: { $words }
review-line-changed = changed line: { $changes }
review-words-added = added “{ $words }”
review-words-removed = removed “{ $words }”
# What was changed beside the notes, such as the client code, for a screen reader.
review-part-changed = { $part }: { $changes }
# The line was kept for next time before.
review-no-longer-kept = no longer for next time
# $mark is such as “for next time · support”.
review-now-kept = now { $mark }
review-now-kept-as-another = now { $mark }; before, { $old-mark }
review-part-client = Client code
review-part-dosed = Date of dosing
review-part-began = Began
# The words that were put for the client in the place of a line.
review-part-client-wording = For the client
review-part-ended = Ended
review-part-finalized = Finalized
review-outcome-of-line = What became of “{ $line }”
review-outcome-of-missing-line = What became of a line kept for next time
review-prompt = Prompt
review-prompt-moved = Prompt moved
review-prompt-reworded = Prompt reworded
# A prompt that was marked as touched.
review-touched = Touched
review-date-and-time = { $date } at { $time }

## Reading across sessions

# The ways from a session to others.
review-beside-another = Beside another…
review-every-session = Every session
review-by-prompt = By prompt
review-by-theme = By theme
review-back-to-one-session = Back to one session
review-choose-second = Choose a second session in the list.
review-beside-keys = Page up and Page down scroll the second one; with Shift, the first.
review-nothing-to-gather = There is nothing to gather here yet.
review-every-session-in-order = every session, oldest first
# A prompt whose title is in no session that is kept.
review-prompt-without-title = A prompt
review-title-on-that-day = On that day: { $title }
# How much was written under a prompt, or with a theme.
review-sessions-and-lines =
    { $sessions ->
        [one] { $sessions } session
       *[other] { $sessions } sessions
    } · { $lines ->
        [one] { $lines } line
       *[other] { $lines } lines
    }
# The row of a prompt or a theme, for a screen reader.
review-index-row =
    { $name }, { $sessions ->
        [one] { $sessions } session
       *[other] { $sessions } sessions
    } · { $lines ->
        [one] { $lines } line
       *[other] { $lines } lines
    }
# What is said of a page; $whose is a code, “all clients”, or “every session, oldest first”.
review-page-facts =
    { $whose } · { $sessions ->
        [one] { $sessions } session
       *[other] { $sessions } sessions
    } · { $lines ->
        [one] { $lines } line
       *[other] { $lines } lines
    }
# The same while the sessions are still being read.
review-page-facts-so-far =
    { $whose } · { $sessions ->
        [one] { $sessions } session
       *[other] { $sessions } sessions
    } · { $lines ->
        [one] { $lines } line
       *[other] { $lines } lines
    } · reading more…

## The client’s timeline, as a picture or as a table

review-as-picture = As a picture
review-as-table = As a table
# There is no room for these in the picture.
review-as-table-more-sessions = { $sessions ->
    [one] As a table, with { $sessions } more session
   *[other] As a table, with { $sessions } more sessions
}
review-as-table-more-themes = { $themes ->
    [one] As a table, with { $themes } more theme
   *[other] As a table, with { $themes } more themes
}
review-as-table-more-of-both =
    As a table, with { $sessions ->
        [one] { $sessions } more session
       *[other] { $sessions } more sessions
    } and { $themes ->
        [one] { $themes } more theme
       *[other] { $themes } more themes
    }
review-copy-table = Copy the table
# The picture, for a screen reader.
review-chart = { $count ->
    [one] Timeline, { $count } session. The table says the same.
   *[other] Timeline, { $count } sessions. The table says the same.
}
review-chart-more-sessions =
    { $count ->
        [one] Timeline, { $count } session.
       *[other] Timeline, { $count } sessions.
    } { $sessions ->
        [one] The table has { $sessions } more session.
       *[other] The table has { $sessions } more sessions.
    }
review-chart-more-themes =
    { $count ->
        [one] Timeline, { $count } session.
       *[other] Timeline, { $count } sessions.
    } { $themes ->
        [one] The table has { $themes } more theme.
       *[other] The table has { $themes } more themes.
    }
review-chart-more-of-both =
    { $count ->
        [one] Timeline, { $count } session.
       *[other] Timeline, { $count } sessions.
    } The table has { $sessions ->
        [one] { $sessions } more session
       *[other] { $sessions } more sessions
    } and { $themes ->
        [one] { $themes } more theme
       *[other] { $themes } more themes
    }.
# The rows of the picture: the marks of dosing, the days after it, and how many lines were opened and closed.
review-row-dosing = dosing
review-row-days-after = days after
review-row-opened = opened
review-row-closed = closed
# The name of a theme in the picture, for a screen reader: it leads to those lines. $words is the theme as it is drawn.
review-every-line-with-theme = { $words }: every line with #{ $theme }
# The list beside the picture.
review-for-next-time = For next time
review-nothing-open = Nothing is open.
review-and-more = and { NUMBER($count) } more
# The columns of the table.
review-column-session = Session
review-column-after-dosing = After dosing
review-column-themes = Themes
review-column-opened = Opened
review-column-closed = Closed
# A line that was closed, with what became of it: “the letter (let go)”.
review-closed-line = { $line } ({ $outcome })
review-missing-line = a line that no longer exists
