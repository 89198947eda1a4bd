"""Who did what to whom, weighed: phrases of a report scored for the part they play in it.

Use `read_incidents` where a codebook wants every incident of a report with its perpetrators,
targets, victims and means named in the report's own words, and weights for it were estimated
(`packs/<language>/models/`, by `scripts/train_roles.py`). Normal reading does not use it.

Everything is a sum of readable weights: the words of a report say which incidents it tells,
phrases are scored by their words and neighbours, and what belongs together is scored again.
`page` lays a text out, `cues` and `entities` say what speaks for what, `tables` has the weights,
`weigh` adds them up, `read` chooses what is told, `explain` says why.
"""

from casus.extract.phrases.read import Entity, Incident, read_incidents
from casus.extract.phrases.tables import Model, load_model

__all__ = ["Entity", "Incident", "Model", "load_model", "read_incidents"]
