"""Calendar arithmetic on time references: what a phrase means, given the day it was printed.

Use `resolve` to turn a `TimeRef` into an interval of days, `compatible` to ask whether a phrase
that cannot be dated yet may mean a given interval, and `infer_anchor` for the days on which a
report can have been printed if its phrase means a known day. Pure functions of their
arguments: no clock, no language.

News reading. A bare weekday is the most recent one, the day of publication included; "last
Friday" is the most recent one before that day, whatever the week; a month or a day of a month
is the most recent past one. With `past=False` all of these look forward; with `past=None`, where
nothing tells, a date without its year may lie a quarter of a year ahead, and the rest is past.
Early, mid and late of a month are its days 1-10, 11-20 and 21-end; of a year January-April,
May-August, September-December. Shifts in weeks, months and years are rounded by speakers: "two
weeks ago" allows three days either way, "a month ago" fifteen, "a year ago" ninety.
"""

from casus.timeref.calendar import QUARTERS, step
from casus.timeref.resolving import SHORT_UNITS, resolve
from casus.timeref.undated import compatible, infer_anchor

__all__ = ["QUARTERS", "SHORT_UNITS", "compatible", "infer_anchor", "resolve", "step"]
