### How many there are of something, and which of several it is.

counts-sessions =
    { $count ->
        [one] { $count } session
       *[other] { $count } sessions
    }
counts-lines =
    { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }
counts-prompts =
    { $count ->
        [one] { $count } prompt
       *[other] { $count } prompts
    }
counts-files =
    { $count ->
        [one] { $count } file
       *[other] { $count } files
    }
counts-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
counts-themes =
    { $count ->
        [one] { $count } theme
       *[other] { $count } themes
    }
# Which of a client's sessions it is, in words up to ten.
counts-ordinal-session =
    { $number ->
        [1] first session
        [2] second session
        [3] third session
        [4] fourth session
        [5] fifth session
        [6] sixth session
        [7] seventh session
        [8] eighth session
        [9] ninth session
        [10] tenth session
       *[other] session { $number }
    }
