### What the app says whatever screen is shown.

# The name of the set with the guideline’s own prompts in their order.
app-own-prompt-set = The guideline

## The footer

# $date is a day, and $duration is such as “52 min”.
app-editing = Editing a session of { $date } · { $duration }
app-began-today = Began { $time } · { $duration }
# $day is “yesterday” or a date.
app-began = Began { $day }, { $time } · { $duration }
# A button, with the key Esc: it closes what is open.
app-escape-closes = Close what is open
# The same with nothing open.
app-escape-hides = Hide the screen

## What is too long

app-left-out =
    This is too long for one session, and was left out. Paste a smaller part, or begin another session for it.
