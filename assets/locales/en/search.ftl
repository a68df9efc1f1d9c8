### What is said below the field that searches every note.

# Keep the words before each colon as they are: they are typed so.
search-help = “a phrase” client: theme: prompt: before: after: open:
search-enter-help = Enter goes to the next match, Shift+Enter to the one before

## What a condition that was not understood would look like

search-unclear-before = before: a date like 2026-06-01
search-unclear-after = after: a date like 2026-06-01
search-unclear-open = open: yes or no

## Which days are searched

search-from = from { $day } on
search-before = before { $day }
search-from-before = from { $from } on, before { $before }
