"""Why an incident says what it says: every value with its claims, sentence by sentence.

Use `explain(incident, field, claims, documents)` for the data and `render_text` for a terminal;
the report's pages render the same data. Offsets in `Line.mark` count code points of
`Line.sentence`. Sentences are text from outside: escape them for the medium.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casus.reconcile.doubts import is_about
from casus.reconcile.figures import Figure
from casus.reconcile.policies.words import figure_told
from casus.types import (
    ROLE_FIELDS,
    TOLL_FIELDS,
    Actor,
    Claim,
    Count,
    Document,
    Incident,
    IncidentWhen,
    IncidentWhere,
    Part,
    Phrase,
    Place,
    Stance,
    State,
    Toll,
    Value,
    When,
)
from casus.wording import say

FIELDS = ("kind", "when", "where", *TOLL_FIELDS, *ROLE_FIELDS, "means")
"""Fields that can be explained, in the order of an incident's page."""

MAX_SENTENCE = 600
"""Code points of a sentence that are shown; longer ones are cut around the span."""

_ORDER = ("supports", "against", "outdated", "denied", "other")


class UnknownFieldError(ValueError):
    """A field that no incident has; the message lists those that exist."""


@dataclass(frozen=True, slots=True)
class Line:
    """One claim as a reader checks it. `mark` is the claim's span within `sentence`."""

    claim: str
    document: str
    publisher: str | None
    published: date | None
    lang: str
    voice: str
    said: date | None
    says: str
    sentence: str
    mark: tuple[int, int]
    rule: str
    standing: str
    role: str


@dataclass(frozen=True, slots=True)
class Section:
    """One field: its value in English, how far the claims agree, what the policy says of it."""

    field: str
    value: str
    state: State
    policy: str
    reason: tuple[Phrase, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An incident explained; one section for one field asked for, else one a field told."""

    incident: str
    title: str
    sections: tuple[Section, ...]
    open_questions: tuple[Phrase, ...]


def explain(
    incident: Incident,
    field: str | None,
    claims: Iterable[Claim],
    documents: Mapping[str, Document],
) -> Explanation:
    """Explain one field, or all that were told with `field` None.

    `claims` may hold claims of other incidents; only those of this incident's accounts count.
    Raises UnknownFieldError for a field that does not exist.
    """
    if field is not None and field not in FIELDS:
        raise UnknownFieldError(f"{field!r} is no field; there are {', '.join(FIELDS)}")
    roles = {a.id: a.role for a in incident.accounts}
    own: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.account in roles:
            own.setdefault(claim.field, []).append(claim)
    wanted = FIELDS if field is None else (field,)
    sections = []
    for name in wanted:
        told = own.get(name, [])
        if field is None and not told:
            continue
        lines = [_line(c, _standing(incident, c), documents[c.doc], roles) for c in told]
        lines.sort(key=_line_order)
        sections.append(_section(incident, name, tuple(lines)))
    questions = [q for q in incident.open_questions if field is None or is_about(q, field)]
    return Explanation(incident.id, incident.title, tuple(sections), tuple(questions))


def _line_order(line: Line) -> tuple[int, date, str, str]:
    return _ORDER.index(line.standing), line.published or date.max, line.document, line.claim


def _standing(incident: Incident, claim: Claim) -> str:
    if claim.stance in (Stance.DENIES, Stance.RETRACTS) or claim.confidence == "denied":
        return "denied"
    toll = incident.tolls.get(claim.field)
    if toll is not None:
        held = {"supports": toll.support, "against": toll.against, "outdated": toll.outdated}
        return next((name for name, ids in held.items() if claim.id in ids), "other")
    if claim.field == "kind":
        return "supports" if claim.value == incident.kind else "other"
    if claim.field == "when":
        when, told = incident.when.when, claim.value
        same = isinstance(told, When) and (told.start, told.end) == (when.start, when.end)
        return _among(claim, incident.when, same=same)
    if claim.field == "where":
        place, told = incident.where.place, claim.value
        same = isinstance(told, Place) and (told.name, told.path) == (place.name, place.path)
        return _among(claim, incident.where, same=same)
    return "supports"


def _among(claim: Claim, value: IncidentWhen | IncidentWhere, *, same: bool) -> str:
    """How a claim stands to a day or place; one that merely assumes the `same` is not against."""
    if claim.id in value.claims:
        return "supports" if value.state is not State.UNKNOWN else "other"
    return "other" if same else "against"


def _section(incident: Incident, field: str, lines: tuple[Line, ...]) -> Section:
    toll = incident.tolls.get(field)
    if toll is not None:
        return Section(field, toll_text(toll), toll.state, toll.policy, toll.reason, lines)
    voices = len({line.document for line in lines})
    told = Phrase("reason.told", {"n": voices})
    if field in TOLL_FIELDS:
        return Section(field, "not told", State.UNKNOWN, "", (Phrase("reason.no_figure"),), lines)
    if field == "kind":
        name = incident.kind.replace("_", " ")
        states = {line.standing for line in lines}
        state = State.AGREED if states == {"supports"} and voices > 1 else State.SINGLE
        return Section(field, name, state, "", (Phrase("reason.kind"),), lines)
    if field == "when":
        when = incident.when.when
        why = Phrase("reason.when", {"basis": Phrase(f"dated.{when.basis}")})
        return Section(field, when_text(when), incident.when.state, "", (why, told), lines)
    if field == "where":
        place = incident.where.place
        why = Phrase("reason.where", {"precision": Phrase(f"placed.{place.precision}")})
        return Section(field, place_text(place), incident.where.state, "", (why, told), lines)
    if field == "means":
        value = ", ".join(f"{m.code} ({m.name})" for m in incident.means) or "not told"
    else:
        named = [a for a in incident.actors if a.role == field]
        value = ", ".join(f"{a.actor.name} ({a.confidence})" for a in named) or "not told"
    state = State.UNKNOWN if not lines else State.AGREED if voices > 1 else State.SINGLE
    return Section(field, value, state, "", (told if lines else Phrase("reason.not_told"),), lines)


def _line(claim: Claim, standing: str, document: Document, roles: Mapping[str, str]) -> Line:
    sentence, mark = _excerpt(document.text, claim.sentence, claim.spans[0])
    own = "the data set" if document.coded else "the report"
    voice = claim.voice.kind.replace("_", " ") if claim.voice.kind else own
    if claim.voice.name:
        voice = f"{voice} ({claim.voice.name})"
    return Line(
        claim=claim.id,
        document=document.id,
        publisher=document.publisher,
        published=document.published,
        lang=claim.lang,
        voice=voice,
        said=claim.said,
        says=claim_text(claim),
        sentence=sentence,
        mark=mark,
        rule=claim.rule,
        standing=standing,
        role=roles[claim.account],
    )


def _excerpt(
    text: str, sentence: tuple[int, int], span: tuple[int, int]
) -> tuple[str, tuple[int, int]]:
    start, end = min(sentence[0], span[0]), max(sentence[1], span[1])
    if end - start > MAX_SENTENCE:
        start = max(start, span[0] - MAX_SENTENCE // 2)
        end = min(end, start + MAX_SENTENCE)
    return text[start:end], (span[0] - start, min(span[1], end) - start)


def claim_text(claim: Claim) -> str:
    """What a claim says, in words: "at least 53 military", "2019-11-01", "Ménaka"."""
    text = value_text(claim.value)
    if isinstance(claim.value, Count):
        group = f" {claim.group.replace('_', ' ')}" if claim.group else ""
        part = {Part.SUBSET: " of them", Part.INCREMENT: " more"}.get(Part(claim.part), "")
        return f"{text}{part}{group}"
    return f"{text} ({claim.confidence})" if claim.confidence else text


def value_text(value: Value) -> str:
    """Any claim's value in words."""
    if isinstance(value, Count):
        return say(figure_told(Figure(value.low, value.high, value.approx, best=value.best)))
    if isinstance(value, When):
        return when_text(value)
    if isinstance(value, Place):
        return place_text(value)
    if isinstance(value, Actor):
        return value.name
    return value.replace("_", " ")


def when_text(when: When) -> str:
    """ "2019-11-01", "2019-10-01 to 2019-10-10 (days)", "not dated"."""
    if when.start is None:
        return "not dated"
    if when.end in (None, when.start):
        return when.start.isoformat()
    return f"{when.start.isoformat()} to {when.end} ({when.precision})"


def place_text(place: Place) -> str:
    """The place from the inside out: "Djibo, Sahel, Burkina Faso"."""
    if not place.name:
        return "not told"
    around = [p for p in reversed(place.path) if p != place.name]
    return ", ".join((place.name, *around))


def toll_text(toll: Toll) -> str:
    """ "54 (low 49, high 54)", "49 to 54", "at least 12"."""
    high = "open" if toll.high is None else str(toll.high)
    if toll.best is None:
        if toll.high is None:
            return f"at least {toll.low}"
        return str(toll.low) if toll.low == toll.high else f"{toll.low} to {toll.high}"
    if toll.low == toll.best == toll.high:
        return str(toll.best)
    return f"{toll.best} (low {'none' if toll.low is None else toll.low}, high {high})"


def render_text(explanation: Explanation) -> str:
    """The explanation as plain text; the claim's words stand in [brackets] in their sentence."""
    out = [explanation.title, f"incident {explanation.incident}"]
    for section in explanation.sections:
        out += ["", f"{section.field}: {section.value}   [{section.state.value}]"]
        if section.reason:
            policy = f"{section.policy}: " if section.policy else ""
            out.append(f"  {policy}{say(*section.reason)}")
        for line in section.lines:
            out += line_text(line)
    if explanation.open_questions:
        out += ["", "open questions:", *(f"  {say(q)}" for q in explanation.open_questions)]
    return "\n".join(out) + "\n"


def line_text(line: Line) -> list[str]:
    """One claim as three lines of plain text, its words in [brackets]."""
    source = line.publisher or line.document
    published = line.published.isoformat() if line.published else "undated"
    said = f", said {line.said}" if line.said and line.said != line.published else ""
    role = ", background" if line.role == "background" else ""
    first, last = line.mark
    marked = f"{line.sentence[:first]}[{line.sentence[first:last]}]{line.sentence[last:]}"
    return [
        f"  {line.standing:<9} {line.says} - {line.voice}{said}; "
        f"{source}, {published}, {line.lang}{role}",
        f"            {' '.join(marked.split())}",
        f"            rule {line.rule}",
    ]
