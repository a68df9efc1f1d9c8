### How many there are of something, and which of several it is.

counts-prompts =
    { $count ->
        [one] { $count } prompt
       *[other] { $count } prompts
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
