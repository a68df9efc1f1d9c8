### Dates, times of day, and lengths of time. The order of day, month, and year is each message's own.

## The months, in sentences and as they are typed

dates-january = January
dates-february = February
dates-march = March
dates-april = April
dates-may = May
dates-june = June
dates-july = July
dates-august = August
dates-september = September
dates-october = October
dates-november = November
dates-december = December

## The months in lists and fields, which have little room

dates-january-short = Jan
dates-february-short = Feb
dates-march-short = Mar
dates-april-short = Apr
dates-may-short = May
dates-june-short = Jun
dates-july-short = Jul
dates-august-short = Aug
dates-september-short = Sep
dates-october-short = Oct
dates-november-short = Nov
dates-december-short = Dec

## The days of the week

dates-monday = Monday
dates-tuesday = Tuesday
dates-wednesday = Wednesday
dates-thursday = Thursday
dates-friday = Friday
dates-saturday = Saturday
dates-sunday = Sunday

## Dates

# In a list, of this year: 9 Nov. The month is a short one.
dates-of-this-year-in-list = { $day } { $month }
# In a list, of another year: Nov 2025. The month is a short one.
dates-of-another-year-in-list = { $month } { $year }
# Of this year: 9 November.
dates-of-this-year = { $day } { $month }
# In full: 9 November 2026.
dates-full = { $day } { $month } { $year }
# In full, after what was typed as a date: Friday 20 November 2026.
dates-with-weekday = { $weekday } { $day } { $month } { $year }
# In a field, where it has to be read again as it is typed: 20 Nov 2026. The month is a short one.
dates-in-field = { $day } { $month } { $year }
# In a field, a time of another day: 20 Nov 2026 0:20.
dates-with-time-in-field = { $date } { $time }
# In the place of a date: today, 14:02.
dates-today = today
# In the place of a date: yesterday, 14:02.
dates-yesterday = yesterday
# One more date of several: 9 Nov, 12 Nov.
dates-listed = { $dates }, { $date }

## Times of day

# 09:05: both have two digits.
dates-time = { $hour }:{ $minute }
# In a field: 9:05. The hour has one digit if one is enough.
dates-time-in-field = { $hour }:{ $minute }

## Lengths of time

dates-minutes = { NUMBER($minutes) } min
# From an hour on: 2 h 05. The minutes have two digits.
dates-hours = { NUMBER($hours) } h { $minutes }
# From the dosing to a session, on the timeline.
dates-days =
    { $days ->
        [0] same day
        [one] { $days } day
       *[other] { $days } days
    }
# When a session was held, beside its date.
dates-after-dosing =
    { $days ->
        [0] on the day of dosing
        [one] { $days } day after dosing
       *[other] { $days } days after dosing
    }

## Dates that are typed

# Beside the name of a field for a date.
dates-not-a-date = This isn’t a date yet. Try 2026-11-20 or 20 Nov.
# The same of one that had a date before; $date is that one, with its weekday.
dates-not-a-date-still = Not a date yet. Still { $date }.
# Under a field for a time.
dates-not-a-time = This isn’t a time yet. Try 14:54 or 2:54 pm.

## The date of dosing

# The label of the field.
dates-dosing = Date of dosing
dates-dosing-remove = Remove
# The same button for a screen reader.
dates-dosing-remove-spoken = Remove the date
dates-dosing-in-the-future = { $date }, in the future
dates-dosing-after-this-session = { $date }, after this session
# Buttons beside the field, for a session of today.
dates-dosing-yesterday = Yesterday
dates-dosing-days-ago =
    { $days ->
        [one] { $days } day ago
       *[other] { $days } days ago
    }
# Buttons beside the field, for a session that was held earlier.
dates-dosing-day-before = The day before
dates-dosing-days-before =
    { $days ->
        [one] { $days } day before
       *[other] { $days } days before
    }
