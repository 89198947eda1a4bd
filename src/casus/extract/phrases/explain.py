"""Why something was told, or was not: the cues that weighed most.

Use `type_reasons` for an incident, `role_reasons` and `fate_reasons` for a phrase, on a weighed
report. Cues are those of the first weighing; later ones weigh its values, and the probability of a
type is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

from casus.extract.phrases.cues import BASE, report_cues
from casus.extract.phrases.entities import Scored, kind_cues
from casus.extract.phrases.page import key_of
from casus.extract.phrases.tables import Model, Scorer, probability
from casus.extract.phrases.weigh import Weighed

_SHOWN = 3


def type_reasons(weighed: Weighed, name: str, model: Model) -> str:
    """`bombing 0.81: w=exploded +1.20, …`: how likely the report tells an incident of a type."""
    output = model.types.index(name)
    cues = strongest(model.scorers["reports"], report_cues(weighed.page, model), output)
    return f"{name} {probability(weighed.told[name]):.2f}: {cues}"


def role_reasons(weighed: Weighed, role: str, text: str, model: Model) -> str:
    """The same for a wording in a role; "" where no such phrase was worth weighing."""
    item, output = _phrase(weighed, text, model), model.roles.index(role)
    if item is None:
        return ""
    own = [cue for cue in item.cues if not cue.startswith("D.")]  # of all phrases alike
    cues = strongest(model.scorers["phrases"], own, output)
    return f"{role} {text} {item.roles[output]:.2f}: {cues}"


def fate_reasons(weighed: Weighed, role: str, text: str, model: Model) -> str:
    """The same for what became of people in a role: `death: Rc=HARM_T:killed +0.60, …`."""
    item = _phrase(weighed, text, model)
    if item is None:
        return ""
    cues = kind_cues(item.cues, model.roles.index(role), weighed.told, model)
    scorer = model.scorers["fates"]
    logits = scorer.score(cues)
    likeliest = max(range(len(logits)), key=lambda n: logits[n])
    return f"{model.fates[likeliest] or 'nothing'}: {strongest(scorer, cues, likeliest)}"


def _phrase(weighed: Weighed, text: str, model: Model) -> Scored | None:
    key = key_of(text, model.closed.articles)
    return next((item for item in weighed.scored if item.phrase.key == key), None)


def strongest(scorer: Scorer, cues: Iterable[str], output: int) -> str:
    """The cues of a case that weigh most for an output or against it, the heaviest first."""
    weights = [
        (weight, cue)
        for cue in set(cues) - {BASE}
        for n, weight in scorer.weights.get(cue, ())
        if n == output
    ]
    weights.sort(key=lambda pair: (-abs(pair[0]), pair[1]))
    return ", ".join(f"{cue} {weight:+.2f}" for weight, cue in weights[:_SHOWN])
