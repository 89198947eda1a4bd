"""The one declared table of comparisons: it scores a pair, explains it, and draws the chart.

Use `Weights.load()` (or `Weights.parse`) once, then `score(a, b, weights=…, texts=…)` for each
candidate pair. A comparison is a function of two `Facts` that answers with one of its levels
in `comparisons.toml`; log-odds weights live there, so that nothing else has to know
them. The parts of a score sum to its weight; the prior is the first part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from casus.link import dates, geo
from casus.link.facts import Facts, TollFact
from casus.link.kinds import CONFUSABLE
from casus.link.text_overlap import containment, unpack
from casus.types import KINDS, PairScore, Part, Phrase, ScorePart


@dataclass(frozen=True, slots=True)
class Level:
    """What an outcome of a comparison is worth. `start` is the weight set by hand, from which the
    estimate departs as far as the gold demands. A `veto` keeps two accounts apart; what readers
    mistake is weighed as `among` where it stands among other pairs of two groups. Its words are
    those of `compared` in `casus.wording`."""

    weight: float
    start: float
    veto: bool = False
    among: float | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """The table as data: `levels[comparison][level]`, the prior, the merging threshold."""

    prior: float
    threshold: float
    levels: Mapping[str, Mapping[str, Level]]

    @staticmethod
    def load() -> Weights:
        """The table that ships with Casus."""
        return _shipped()

    @staticmethod
    def parse(text: str) -> Weights:
        """A table from TOML. Raises ValueError where a comparison or level is missing."""
        table = tomllib.loads(text)
        prior, threshold = float(table.pop("prior")), float(table.pop("threshold"))
        levels = {
            name: {key: Level(**value) for key, value in entries.items()}
            for name, entries in table.items()
        }
        if list(levels) != list(COMPARISONS):
            raise ValueError(f"comparisons must be {', '.join(COMPARISONS)}, in this order")
        return Weights(prior, threshold, levels)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What comparisons may look up beside the two accounts: whether a name is too common to tell
    events apart, and the events that are each document's news, as far as linking knows them."""

    common: Callable[[str], bool] = lambda _: False
    news: Mapping[str, frozenset[str]] = field(default_factory=dict)


Outcome = tuple[str, str | Phrase]
"""A level's name and a detail to read, or ""."""


def _kind(a: Facts, b: Facts, _: Evidence) -> Outcome:
    shared = sorted(a.kinds & b.kinds)
    if shared:
        return "same", Phrase(f"kind.{shared[0]}")
    pairs = [frozenset((x, y)) for x in a.kinds for y in b.kinds]
    if any(pair in CONFUSABLE for pair in pairs):
        return "confusable", ""
    families = {KINDS.get(x) for x in a.kinds} & {KINDS.get(y) for y in b.kinds}
    if not families - {None}:
        return "different", ""
    # a data set's types are wider than kinds
    return ("confusable" if a.coded or b.coded else "family"), ""


def _date(a: Facts, b: Facts, _: Evidence) -> Outcome:
    return dates.relation(a, b)


def _place(a: Facts, b: Facts, _: Evidence) -> Outcome:
    name, detail = geo.relation(a.places, b.places)
    if a.place_assumed or b.place_assumed:
        return _assumed(name), detail
    if name.startswith("towns_") and "disaster" in {KINDS.get(k) for k in a.kinds & b.kinds}:
        return name.replace("towns", "within"), detail  # floods and storms reach many towns
    # a report on two places: somewhere they may meet, so no veto
    return ("unknown", "") if name == "elsewhere" and a.countries & b.countries else (name, detail)


_APART = (
    "beside", "within_100_km", "towns_100_km", "same_country", "far", "border", "elsewhere",
)  # fmt: skip


def _assumed(relation: str) -> str:
    """A place lent from elsewhere in a report supports a little and never forbids."""
    if relation in ("same", "within_5_km", "inside", "within_25_km", "towns_25_km"):
        return "assumed_near"
    if relation in _APART:
        return "assumed_apart"
    return relation


def _names(a: Facts, b: Facts, evidence: Evidence) -> Outcome:
    # what one report tells of an unknown village, another may place
    both = (a.names & b.names) | (a.names & b.place_names) | (b.names & a.place_names)
    if not both and not (a.names and b.names):
        return "unknown", ""
    shared = sorted(n for n in both if not evidence.common(n))
    if shared:
        return ("several" if len(shared) > 1 else "one"), ", ".join(shared[:3])
    for left in sorted(a.names):
        for right in sorted(b.names):
            if geo.alike(left, right) and not evidence.common(left):
                return "similar", f"{left} ~ {right}"
    return "none", ""


def _toll(fields: tuple[str, ...]) -> Callable[[Facts, Facts, Evidence], Outcome]:
    def compare(a: Facts, b: Facts, _: Evidence) -> Outcome:
        best: Outcome = ("unknown", "")
        if not a.tolls or not b.tolls:
            return best
        for name in fields:
            left = [t for t in a.tolls if t.field == name]
            right = [t for t in b.tolls if t.field == name]
            if left and right:
                outcome = _figures(left, right)
                if _TOLL_ORDER.index(outcome[0]) < _TOLL_ORDER.index(best[0]):
                    best = outcome
        return best

    return compare


_ACROSS = frozenset({"child", "woman", "foreigner"})
"""Kinds of people that cut across the others: children are civilians as well."""
_TOLL_ORDER = ("same_large", "same_small", "overlap", "near", "apart", "far", "unknown")


def _figures(left: list[TollFact], right: list[TollFact]) -> Outcome:
    """The closest agreement of any two figures: revisions and disputes name old figures too."""
    sums = _points(left) & _points(right)
    if sums:
        n = max(sums)
        return ("same_large" if n >= 4 else "same_small"), str(n)
    for a in left:
        for b in right:
            if a.part is Part.TOTAL and b.part is Part.TOTAL and _overlap(a, b):
                return "overlap", ""
    x, y = _most(left), _most(right)
    ratio = max(x, y) / max(1, min(x, y))
    if ratio <= 1.5 or abs(x - y) <= 2:
        return "near", geo.both(x, y)
    return ("apart" if ratio <= 4 else "far"), geo.both(x, y)


def _most(figures: list[TollFact]) -> int:
    """The largest figure, that of all groups together where they add up."""
    return max([t.point for t in figures] + list(_points(figures)))


def _points(figures: list[TollFact]) -> set[int]:
    """Figures told as such, and the sum of the groups that can be added up."""
    points = {
        t.point for t in figures if t.part is Part.TOTAL and not (t.approx and t.high is None)
    }
    largest: dict[str, int] = {}
    for t in figures:
        if t.part is Part.TOTAL and t.group and t.group not in _ACROSS:
            largest[t.group] = max(largest.get(t.group, 0), t.point)
    if len(largest) > 1:
        points.add(sum(largest.values()))
        points.add(sum(n for g, n in largest.items() if g != "militant"))
    return points - {0}


def _overlap(a: TollFact, b: TollFact) -> bool:
    low = max(a.low or 0, b.low or 0)
    high = min(_top(a), _top(b))
    return low <= high


def _top(t: TollFact) -> float:
    if t.high is None:
        # an open bound is told near its figure: "at least 7" is no sign of 300
        return 3.0 * t.point + 10
    return t.high * 1.2 if t.approx else t.high


def _groups(a: Facts, b: Facts, _: Evidence) -> Outcome:
    """Kinds of people counted in one field. Who was killed says nothing of who was arrested, and
    children among the dead nothing against women among them."""
    left, right = _people(a), _people(b)
    both = sorted(left.keys() & right.keys())
    shared = {g for field in both for g in left[field] & right[field]}
    if shared:
        alike = all(left[field] == right[field] for field in both)
        return ("same" if alike else "partly"), ", ".join(sorted(shared))
    # a data set counts sides: its civilians are children as well
    if a.coded or b.coded or not any(left[f] - _ACROSS and right[f] - _ACROSS for f in both):
        return "unknown", ""
    return "different", ""


def _people(f: Facts) -> dict[str, set[str]]:
    """Field → the kinds of people counted there."""
    found: dict[str, set[str]] = {}
    for t in f.tolls:
        if t.group:
            found.setdefault(t.field, set()).add(t.group)
    return found


def _keys(get: Callable[[Facts], frozenset[str]]) -> Callable[[Facts, Facts, Evidence], Outcome]:
    def compare(a: Facts, b: Facts, _: Evidence) -> Outcome:
        left, right = get(a), get(b)
        if not left or not right:
            return "unknown", ""
        shared = sorted(left & right)
        return ("same", shared[0]) if shared else ("different", "")

    return compare


def _text(a: Facts, b: Facts, _: Evidence) -> Outcome:
    left, right = unpack(a.shingles), unpack(b.shingles)
    if a.lang != b.lang or not left or not right or min(len(left), len(right)) < 8:
        return "unknown", ""
    share = containment(left, right)
    detail = f"{share:.0%}"
    for level, least in (("copy", 0.5), ("shared", 0.2), ("some", 0.08)):
        if share >= least:
            return level, detail
    return "none", detail


def _roles(a: Facts, b: Facts, _: Evidence) -> Outcome:
    if a.role != "main" and b.role != "main":
        return "background", ""
    if a.published is None or b.published is None:
        return "unknown", ""
    if a.role == b.role:
        return ("main" if abs(a.published - b.published) <= 14 else "old"), ""
    main, recalling = (a, b) if a.role == "main" else (b, a)
    return ("recalled" if recalling.published >= main.published else "unknown"), ""  # type: ignore[operator]


def _company(a: Facts, b: Facts, evidence: Evidence) -> Outcome:
    """Reports of one event recall the same earlier ones."""
    if a.role == "main" or b.role == "main":
        return "unknown", ""
    left, right = evidence.news.get(a.doc), evidence.news.get(b.doc)
    if not left or not right:
        return "unknown", ""
    return ("shared" if left & right else "other"), ""


_SHARP_DATES = ("same_day", "few_days", "week", "night", "next_day", "published")
_LOOSE_PLACES = ("unknown", "inside_country")
_NAMED = ("one", "several", "similar")


def _anchor(a: Facts, b: Facts, evidence: Evidence) -> Outcome:
    """Whether anything ties the two to one day or one spot: without it, all events of a kind in
    a country are rivals, and the prior is far too kind."""
    asked = ("date", "names", "company", "place")
    return anchor_of({name: COMPARISONS[name](a, b, evidence)[0] for name in asked}), ""


def anchor_of(levels: Mapping[str, str]) -> str:
    """The level of `anchor`, which follows from those of date, names, company and place."""
    named = levels["names"] in _NAMED
    if levels["date"] in _SHARP_DATES:
        return "day_only" if levels["place"] == "unknown" and not named else "day"
    if named or (levels["company"] == "shared" and levels["date"] != "unknown"):
        return "spot"
    return "loose" if levels["place"] in _LOOSE_PLACES else "spot"


COMPARISONS: Mapping[str, Callable[[Facts, Facts, Evidence], Outcome]] = {
    "date": _date,
    "place": _place,
    "kind": _kind,
    "names": _names,
    "killed": _toll(("killed",)),
    "injured": _toll(("injured",)),
    "others": _toll(("missing", "abducted", "arrested", "displaced")),
    "groups": _groups,
    "perpetrators": _keys(lambda f: f.perpetrators),
    "targets": _keys(lambda f: f.targets),
    "means": _keys(lambda f: f.means),
    "text": _text,
    "roles": _roles,
    "anchor": _anchor,
    "company": _company,
}
"""Name of each comparison → the function that picks its level; those with vetoes first."""


@cache
def _shipped() -> Weights:
    path = resources.files("casus.link").joinpath("comparisons.toml")
    return Weights.parse(path.read_text(encoding="utf-8"))


def outcomes(a: Facts, b: Facts, evidence: Evidence) -> dict[str, Outcome]:
    """The level each comparison takes for a pair; what weights are estimated from."""
    return {name: compare(a, b, evidence) for name, compare in COMPARISONS.items()}


def score(a: Facts, b: Facts, *, weights: Weights, evidence: Evidence) -> PairScore:
    """Weigh a pair. `parts` sum to `weight` and begin with the prior; zero parts are left out."""
    if b.id < a.id:
        a, b = b, a
    parts = [ScorePart("prior", Phrase("compared.prior.none"), weights.prior)]
    veto: Phrase | None = None
    for name, (level_id, detail) in outcomes(a, b, evidence).items():
        level = weights.levels[name][level_id]
        told = Phrase(f"compared.{name}.{level_id}")
        if detail:
            told = Phrase("detail.found", {"level": told, "detail": detail})
        if level.veto and veto is None:
            veto = told
        if level.weight or level.veto:
            parts.append(ScorePart(name, told, level.weight))
    veto = veto or told_apart(a, b)
    return PairScore(a.id, b.id, sum(p.weight for p in parts), tuple(parts), veto)


def told_apart(a: Facts, b: Facts) -> Phrase | None:
    """Why whoever tells both accounts tells them as two events; None where nobody does."""
    if a.coded and b.coded and a.coded[0] == b.coded[0] and a.coded != b.coded:
        return Phrase("veto.data_set")
    return _same_document_veto(a, b) if a.doc == b.doc else None


def _same_document_veto(a: Facts, b: Facts) -> Phrase | None:
    """Two accounts of one document are apart unless proven one: the same sharp day, the same
    named place, the same kind, and no figure that the other contradicts. An account without
    any figure may have its place lent by the report: it tells the event once more."""
    day = a.start is not None and a.start == b.start and a.end == b.end and a.width == 1
    place = geo.relation(a.places, b.places)[0] == "same"
    if a.place_assumed or b.place_assumed:
        place = place and not (a.tolls and b.tolls)
    kind = bool(a.kinds & b.kinds)
    clash = any(
        x.field == y.field and x.group == y.group and not _overlap(x, y)
        for x in a.tolls
        for y in b.tolls
    )
    if day and place and kind and not clash:
        return None
    return Phrase("veto.one_report")
