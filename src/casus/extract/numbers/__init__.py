"""Numbers of people and things in a tokenised text: digits, words, bounds, vague words.

Use `find_numbers` once a text; it returns every number with the interval it means and a `kind`
that says what it counts as far as its neighbours tell. Only `kind == "count"` is free to be a
toll; an `article` ("a", "one") is one where a person noun follows; the rest ("age", "money",
"year" …) must never become one. Intervals are those of the public contract: "at least 53" is
(53, open), "more than 50" (51, open), "up to 20" (none, 20), "nearly 40" (none, 40, approx).

The language is data: `parse_numbers` reads a pack's `numbers.toml`. Nothing here knows a word.
"""

from casus.extract.numbers.data import NumberData, parse_numbers
from casus.extract.numbers.find import find_numbers
from casus.extract.numbers.mention import NumberMention

__all__ = ["NumberData", "NumberMention", "find_numbers", "parse_numbers"]
