### What is said of a session's notes wherever they are shown: its client, its lines, their marks, and its closing.

## The client

# In the place of a code while there is none.
notes-no-code = No code
# In the place of a code, where only the sessions with one code are shown and this one has none.
notes-this-session = This session

## When a line was written

# For a screen reader, of a line that was written after the session.
notes-written-later = written later, on { $date } at { $time }
# Under a line that was put in other words for the client.
notes-for-client = for the client: { $words }
# Above the words that were put for the client for lines of earlier sessions.
notes-words-for-client = Words for the client
# Beside words that another device wrote in the place of these.
notes-also-written = also · written on another device

## The kinds of lines that are kept for next time

notes-kind-thread = Thread
notes-kind-self-care = Self-care
notes-kind-support = Support
notes-kind-goal = Goal

## The mark of a line that is kept for next time

notes-mark-thread = for next time
notes-mark-self-care = for next time · self-care
notes-mark-support = for next time · support
notes-mark-goal = for next time · goal
# A kind of a later version: its own word.
notes-mark-other = for next time · { $kind }

## The mark of such a line once it was said what became of it

notes-outcome-kept-open = kept open
notes-outcome-resolved = resolved
# Of a goal.
notes-outcome-reached = reached
notes-outcome-let-go = let go

## The choice that says what became of it

notes-choice-keep-open = Keep open
notes-choice-resolved = Resolved
# Of a goal.
notes-choice-reached = Reached
notes-choice-let-go = Let go

## When a line that is kept for next time was said

notes-first-said = since { $date }
# $dates are one or more.
notes-first-said-came-up = since { $date } · came up { $dates }

## The fields of closing

notes-closing-client-words = How it was, in the client’s words
notes-closing-noticed = What I noticed in myself
notes-closing-chart-summary = For the chart
