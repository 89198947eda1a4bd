"""Place names in a text, and which places they mean.

`PlaceFinder` is the way in (finder.py). A text's names go through these steps:

    cues.py      what stands around a name       forms.py     what the pack and the gazetteer know
    search.py    runs of capitalised words       caseless.py  texts that tell no names by capitals
      names.py     the longest known name          people.py    whose name it is instead
      evidence.py  what a known name is worth      unlisted.py  names that only their place shows
    placing.py   which place each name means, all names of a text together
      told.py      what a text tells of countries     score.py     the readable weights
      doubts.py    why the best may be wrong          around.py    names that no list holds
"""

from casus.extract.places.candidate import FORCE, STREET
from casus.extract.places.finder import PlaceFinder, PlaceMention

__all__ = ["FORCE", "STREET", "PlaceFinder", "PlaceMention"]
