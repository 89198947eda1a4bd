"""Scores of place names read against annotated ones.

Use `score`. Found: precision, recall and F1 over exact spans, and over spans that overlap
(one-to-one). Resolved: how far from the annotated point, over found names and over the
annotated spans given. Intervals resample texts, seeded: equal input gives equal output.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from casus.evaluate.ledger import Ledger, Score, interval, resamples
from casus.evaluate.misses import Miss, sentence_around
from casus.evaluate.places.corpus import Annotated, GoldName
from casus.evaluate.places.reading import FoundName
from casus.gazetteer import distance_km

DRAWS = 1000
SEED = 20210314
NEAR_KM = 161.0
"""A hundred miles, the distance the field counts as right."""
_FARTHEST_KM = 20_038.0


@dataclass(frozen=True, slots=True)
class Read:
    """An annotated text with what was read: names found, and for each annotated name, in its
    order, what its span was resolved to."""

    gold: Annotated
    found: tuple[FoundName, ...]
    given: tuple[FoundName, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """`scores` are between 0 and 1, `errors` in km; both by name. `misses` worst first."""

    scores: dict[str, Score]
    errors: dict[str, Score]
    misses: tuple[Miss, ...]
    counts: dict[str, int]


def score(read: Sequence[Read], *, draws: int = DRAWS) -> Result:
    """Compare what was read with the annotation."""
    ledger = Ledger()
    errors: dict[str, dict[str, list[float]]] = {"found": {}, "given": {}}
    misses: list[Miss] = []
    for one in read:
        key = one.gold.text.id
        exact = {(f.start, f.end): f for f in one.found}
        gold = {(g.start, g.end) for g in one.gold.names}
        pairs = [(g, exact[g.start, g.end]) for g in one.gold.names if (g.start, g.end) in exact]
        sizes = {"found": len(one.found), "wanted": len(gold)}
        ledger.prf("found.exact", key, right=len(pairs), **sizes)
        ledger.prf("found.overlap", key, right=_overlaps(one), **sizes)
        both = list(zip(one.gold.names, one.given, strict=True))
        for mode, told in (("found", pairs), ("given", both)):
            errors[mode][key] = _resolved(ledger, mode, key, told)
        misses += _span_misses(one, exact.keys(), gold)
        misses += [m for g, f in both if (m := _far(one, g, f)) is not None]
    docs = sorted({one.gold.text.id for one in read})
    scores = ledger.scores(docs, draws=draws, seed=SEED)
    return Result(
        scores,
        _error_scores(errors, docs, draws),
        tuple(sorted(misses, key=lambda m: (-m.weight, m.doc, m.gold, m.predicted))),
        {
            "texts": len(read),
            "names": sum(len(one.gold.names) for one in read),
            "names with coordinates": sum(g.lat is not None for o in read for g in o.gold.names),
            "names found": sum(len(one.found) for one in read),
            "annotations whose words the text lacks": sum(one.gold.unplaced for one in read),
        },
    )


def _overlaps(one: Read) -> int:
    """Annotated names that some found one overlaps, each found name counted once."""
    right, rest = 0, sorted(one.found, key=lambda f: f.start)
    for gold in one.gold.names:
        hit = next((f for f in rest if f.start < gold.end and gold.start < f.end), None)
        if hit is not None:
            right += 1
            rest.remove(hit)
    return right


def error_km(gold: GoldName, found: FoundName) -> float | None:
    """How far a name was placed from its annotated point; None where either has none."""
    if gold.lat is None or gold.lon is None or found.lat is None or found.lon is None:
        return None
    return distance_km((gold.lat, gold.lon), (found.lat, found.lon))


def _resolved(
    ledger: Ledger, mode: str, key: str, pairs: Iterable[tuple[GoldName, FoundName]]
) -> list[float]:
    """Count one text's names with coordinates; returns the errors of those that were placed."""
    errors = []
    for gold, found in pairs:
        if gold.lat is None:
            continue
        error = error_km(gold, found)
        ledger.share(f"{mode}.161km", key, error is not None and error <= NEAR_KM)
        ledger.share(f"{mode}.placed", key, error is not None)
        if gold.country is not None:
            ledger.share(f"{mode}.country", key, found.country == gold.country)
        if error is not None:
            errors.append(error)
    return errors


def _error_scores(
    errors: Mapping[str, Mapping[str, list[float]]], docs: list[str], draws: int
) -> dict[str, Score]:
    found: dict[str, Score] = {}
    drawn = resamples(docs, draws, SEED)
    for mode, of_doc in errors.items():
        every = [e for doc in docs for e in of_doc[doc]]
        if not every:
            continue
        samples = [
            [e for doc, times in draw.items() for e in of_doc[doc] * times] for draw in drawn
        ]
        for name, value in (("mean", fmean), ("median", median)):
            low, high = interval([value(sample) for sample in samples if sample])
            found[f"{mode}.km.{name}"] = Score(value(every), low, high, len(every))
    return found


def _span_misses(
    one: Read, exact: Iterable[tuple[int, int]], gold: set[tuple[int, int]]
) -> list[Miss]:
    """Names not found, names invented, and names cut otherwise than annotated."""
    misses, seen = [], set(exact)
    text, key = one.gold.text.text, one.gold.text.id
    for name in one.gold.names:
        if (name.start, name.end) not in seen:
            over = [f for f in one.found if f.start < name.end and name.start < f.end]
            what, weight = ("cut otherwise", 2.0) if over else ("not found", 3.0)
            sentence = sentence_around(text, name.start, name.end)
            names, told = (" | ".join(x) for x in ([f.name for f in over], [f.told for f in over]))
            misses.append(Miss(what, weight, key, sentence, name.phrase, names or "-", told))
    for found in one.found:
        if not any(found.start < end and start < found.end for start, end in gold):
            sentence = sentence_around(text, found.start, found.end)
            misses.append(Miss("invented", 2.5, key, sentence, "-", found.name, found.told))
    return misses


def _far(one: Read, gold: GoldName, found: FoundName) -> Miss | None:
    """A given name that was placed too far off, or not at all; the weight is the distance."""
    error = error_km(gold, found)
    if gold.lat is None or (error is not None and error <= NEAR_KM):
        return None
    far = _FARTHEST_KM if error is None else error
    at = f"{gold.phrase} {gold.lat:.2f} {gold.lon:.2f} {gold.country or ''}"
    seen = "unresolved" if error is None else f"{found.lat:.2f} {found.lon:.2f}, {error:.0f} km off"
    sentence = sentence_around(one.gold.text.text, gold.start, gold.end)
    return Miss("placed too far off", 3 + far / _FARTHEST_KM, one.gold.text.id, sentence, at,
                seen, found.told)  # fmt: skip
