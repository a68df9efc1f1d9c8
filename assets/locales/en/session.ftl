### The Session screen: a session begins, the guide and the notes are beside each other, and the session closes.

## Begin

session-begin-heading = Begin a session
session-begin = Begin
# Beside the button: the key that does the same.
session-begin-key = Enter
# A button: the session was held before now, and fields for its times open.
session-held-earlier = It was held earlier…
# The same button while those fields are open.
session-begins-now = It begins now
session-client-code = Client code
session-code-advice = Use a code that you keep elsewhere, rather than a name.
session-code-looks-personal = This looks personal. A code gives less away if someone sees it.
# Beside the codes that complete what was typed.
session-codes-help = Tab or an arrow key takes one
# Beside the only code that completes what was typed.
session-code-last-seen = last seen { $date }. Tab completes it.
# Below the code, once it is that of a client who was here before.
session-code-known = { $code }, last seen { $date }
# The label of the choice among the prompt sets.
session-prompts = Prompts
session-sealing-offer = Your notes are plain files on this computer. You can seal them with a passphrase.
session-seal = Seal them…
session-not-now = Not now

## Begin: the sessions that were not ended

session-not-ended = Not ended yet
# Beside the client's code. $date may be “today” or “yesterday”.
session-unfinished =
    { $date }, { $time } · { $lines ->
        [one] { $lines } line
       *[other] { $lines } lines
    }
session-resume = Continue
# The same button for a screen reader.
session-continue-spoken = Continue { $client }, { $date }, { $time }

## Begin: the session that was just ended

session-just-ended = Just ended
# Beside the client’s code. $duration is such as “52 min”.
session-ended-at = { $ended } · { $duration }
session-open-again = Open again

## Last time

session-last-time = Last time
session-last-time-on = Last time, { $date }
session-nothing-kept = Nothing was kept for next time.
session-last-time-show = Show
session-last-time-hide = Hide
# The two buttons for a screen reader. $summary is what was kept, or that nothing was.
session-last-time-show-spoken = Show last time: { $summary }
session-last-time-hide-spoken = Hide last time
# In one line, before what was kept in its own words.
session-threads-open =
    { $count ->
        [one] { $count } thread open
       *[other] { $count } threads open
    }
session-nothing-kept-in-short = nothing was kept for next time

# A button: reads the session before, in the place of the guide; and the same button while that is done.
session-read-that-session = Read that session
session-back-to-prompts = Back to the prompts

## An earlier session in the place of the guide

session-earlier = ‹ Earlier
session-later = Later ›
session-earlier-close = Close
# The name of what is read, for a screen reader.
session-earlier-spoken = Earlier session

## The guide

session-guide-no-prompts = This set hides every prompt. You can show them again on the Prompts screen.
# A button that opens the prompt with this condition, such as “something mystical came up”.
session-guide-if = If { $condition }
# Below the guidance of a prompt.
session-guide-only-if = If { $condition }.
# One line: the title of a prompt and the first sentence of its guidance.
session-guide-stance = { $title }. { $sentence }
# The paragraph of the guideline that a prompt is from.
session-guide-paragraph = ¶{ $number }
session-guide-examples = Example wording (ours, not the guideline’s)
session-guide-example = “{ $example }”
# In the outline: a prompt that has a condition.
# The next three are rows of the outline for a screen reader, one put into the other.
session-outline-spoken-if = { $title }, if { $condition }
session-outline-spoken-touched = { $title }, touched
session-outline-spoken-section = { $section }: { $title }

## Slow down

session-slow-down = Slow down
session-slow-down-close = Close
# The title of a prompt and the paragraph of the guideline that it is from.
session-slow-down-prompt = { $title } ¶{ $paragraph }
session-not-assessed = Holdspace does not assess risk; that judgment is yours.
session-support-card = Your support card
session-support-card-empty = Nothing here yet. In Settings you can write down who to call: the prescriber, a colleague, local emergency numbers.

## The notes

# The name of the page for a screen reader.
session-notes = Notes
# In the margin, in the place of the minute, of a line that another device wrote in the place of the one above it.
session-notes-also = also

## Below the notes

session-hint = Enter for the next line  ·  # names a theme
# A button: finds words in the notes.
session-action-find = Find
session-action-guide = Show the guide
session-hint-theme = Tab completes “{ $theme }”
session-hint-thread = Kept for next time as a thread  ·  { $kind-key } for another kind  ·  { $key } unmarks it
session-hint-self-care = Kept for next time as self-care  ·  { $kind-key } for another kind  ·  { $key } unmarks it
session-hint-support = Kept for next time as support  ·  { $kind-key } for another kind  ·  { $key } unmarks it
session-hint-goal = Kept for next time as a goal  ·  { $kind-key } for another kind  ·  { $key } unmarks it
# A kind of a later version: its own word.
session-hint-other = Kept for next time as “{ $kind }”  ·  { $kind-key } for another kind  ·  { $key } unmarks it
# On an empty line: what is said of the one above. $said is such as “Kept for next time as a thread”.
session-hint-above = Above: { $said }
session-hint-was-kept-open = This line was kept open  ·  { $key } removes its mark
session-hint-was-resolved = This line was resolved  ·  { $key } removes its mark
# Of a goal.
session-hint-was-reached = This line was reached  ·  { $key } removes its mark
session-hint-was-let-go = This line was let go  ·  { $key } removes its mark
# What became of it is of a later version: its own word.
session-hint-was-other = What became of this line: { $outcome }  ·  { $key } removes its mark
# A prompt was moved in the outline: where it is now.
session-hint-moved = { $title }, { NUMBER($number) } of { NUMBER($count) } · { $section }  ·  in this session

## The menu of the notes

session-menu-cut = Cut
session-menu-copy = Copy
session-menu-paste = Paste
session-menu-select-all = Select all
# In the place of “Keep for next time”, for a line that is kept.
session-menu-keep-no-longer = Keep no longer

## Find in the notes

# The name of the field, for a screen reader.
session-find = Find in these notes
session-find-previous = Previous
session-find-next = Next
session-find-everywhere = Every session
session-find-close = Close
session-find-nothing = Not found
# How many places there are, of which none is chosen.
session-find-count =
    { $count ->
        [one] { NUMBER($count) } place
       *[other] { NUMBER($count) } places
    }
session-find-one-of = { NUMBER($number) } of { NUMBER($count) }

## The order of the prompts, once it was changed in the session

session-order-moved = You moved prompts in this session.
session-order-keep-in = Keep this order in “{ $set }”
session-order-keep-as-new = Keep this order as a set of your own
session-order-kept = This order of the prompts is kept for the next sessions.

## Closing

session-close-heading = Close the session
session-close-blank = Everything here may stay empty.
# Above the lines that are kept for next time.
session-close-for-next-time = For next time
# The name of the choice of a kind, for a screen reader.
session-close-kept-as = Kept for next time as
# In an empty field.
session-close-add-line = Add a line…
# The name of that field for a screen reader.
session-close-add-line-spoken = Add a line for next time
# A choice such as “Resolved”, and the line that it is of, for a screen reader.
session-close-choice-spoken = { $choice }: { $line }
# Beside “For the chart”.
session-close-chart-hint = — a short summary you write; the notes stay out of it
session-close-turn-screen = Turn the screen to the client
session-close-back = Back to the notes
# Closes a panel; also leaves a session that was ended before and edited since.
session-done = Done
session-end = End session
# Beside “For the chart”: copies it.
session-close-copy = Copy
# The same button once that was done.
session-close-copied = Copied
# One that was left open: how long that makes it.
session-end-now-after = End session now, after { $duration }
session-end-at-last-line = End session at { $time }, its last line
session-end-at-beginning = End session at { $time }, its beginning

## The screen that is turned to the client. It has no words of a tool.

session-client-self-care = Caring for yourself
session-client-support = People who are there for you
session-client-goal = What you are moving toward
session-client-thread = Open topics
session-client-nothing = Nothing yet.
# The name of the field of a line for a screen reader; $line is the line in the notes.
session-client-wording-spoken = For the client: { $line }
session-client-include-threads = Show goals and threads too
# A button, with the key Esc.
session-client-hide = Hide

## When a session was held

# Before two fields, at closing: Began [day] [time].
session-times-began = Began
# Before a field, at closing: Ended [time].
session-times-ended = Ended
# Before three fields, at the beginning: Held on [day] from [time] to [time].
session-times-held-on = Held on
session-times-from = from
session-times-to = to
# The names of the fields for a screen reader.
session-times-day-spoken = Day of the session
session-times-began-spoken = Began at
session-times-ended-spoken = Ended at
session-times-day-missing = Type the day it was held and when it began. You can leave the end blank.
session-times-beginning-missing = Type when it began, such as 14:02.
session-times-reversed = It can’t end before it begins. If it ended on the next day, write its date before the time.
session-times-ended-before-began = It ended before it began. Change when it began or ended.
# After what cannot be read: the times that count until it can be.
session-times-until-then = { $problem } Until then: { $times }
# In full: Monday 23 November 2026, 14:02.
session-times-open = { $date }, { $began }
# Monday 23 November 2026, 14:02 to 14:54.
session-times-held = { $date }, { $began } to { $ended }
# Friday 20 November 2026, 23:40 to Saturday 21 November 2026, 00:20.
session-times-held-over-midnight = { $date }, { $began } to { $end-date }, { $ended }
# What comes before, of a day that is not yet.
session-times-in-the-future = { $times }, in the future
