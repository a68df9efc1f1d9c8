# Between the thousands of a number.
numbers-thousands-apart = ,
