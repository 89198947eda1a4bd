"""One incident in full: open questions, reconciled fields, every claim beside its sentence."""

from __future__ import annotations

from collections.abc import Mapping

from casus.export.report import values
from casus.export.report.evidence import (
    BEARING_LABELS,
    FieldView,
    Quote,
    background,
    fields,
    said_on,
)
from casus.export.report.labels import (
    FAMILY_LABELS,
    PART_LABELS,
    STANCE_LABELS,
    STATE_LABELS,
    human,
    language,
)
from casus.export.report.markup import attrs, bdi, clean, esc, join, link, ltr, shorten, slug, who
from casus.export.report.strip import strip
from casus.types import Claim, Document, Incident, Part, State, Toll
from casus.wording import say

AROUND = 320  # code points of a sentence kept on each side of what is marked
FOLD = 6  # quotes of one field that are shown before the rest is folded away


def state_tag(state: State) -> str:
    """A state as a small label; the sign is drawn by the style sheet."""
    label, hint = STATE_LABELS[state]
    return f'<span class="st {state.value}" title="{esc(hint)}">{esc(label)}</span>'


def marked(text: str, sentence: tuple[int, int], spans: list[tuple[int, int]]) -> str:
    """A sentence with its spans in `<mark>`; long ones are cut around the marks.

    Offsets are code points of `text`, `[start, end)`. Spans outside the sentence are ignored,
    overlapping ones joined; offsets beyond the text shorten, they never raise.
    """
    start, end = max(0, sentence[0]), min(len(text), sentence[1])
    joined: list[list[int]] = []
    for left, right in sorted(spans):
        low, high = max(left, start), min(right, end)
        if low >= high:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], high)
        else:
            joined.append([low, high])
    first = max(start, joined[0][0] - AROUND) if joined else start
    last = min(end, joined[-1][1] + AROUND) if joined else min(end, start + 2 * AROUND)
    out = ["… " if first > start else ""]
    at = first
    for low, high in joined:
        out.append(esc(shorten(text[at:low], 4 * AROUND)))
        out.append(f"<mark>{esc(shorten(text[low:high], 2 * AROUND))}</mark>")
        at = high
    out.append(esc(text[at:last]))
    out.append(" …" if last < end else "")
    return "".join(out).strip()


def _claim_line(claim: Claim, *, voiced: bool) -> str:
    """The value, how it is meant, and, where `voiced`, who says it."""
    notes = [PART_LABELS[claim.part.value] if claim.part is Part.SUBSET else "",
             STANCE_LABELS[claim.stance.value],
             claim.confidence if claim.confidence not in (None, "stated") else ""]  # fmt: skip
    note = ", ".join(str(n) for n in notes if n)
    voice = f'<span class="vo">{who(*values.voice_name(claim.voice))}</span>' if voiced else ""
    return (
        f"<li><b>{bdi(clean(values.claim_value(claim)))}</b>"
        f"{f' <i>{esc(note)}</i>' if note else ''}{voice}</li>"
    )


def _claim_lines(claims: tuple[Claim, ...]) -> str:
    """The values of a sentence; a voice that says several in a row is named after the last."""
    following = [*claims[1:], None]
    return "".join(
        _claim_line(claim, voiced=after is None or after.voice != claim.voice)
        for claim, after in zip(claims, following, strict=True)
    )


def _quote(quote: Quote, documents: Mapping[str, Document]) -> str:
    document = documents.get(quote.doc)
    spans = [span for claim in quote.claims for span in claim.spans]
    sentence = marked(document.text, quote.sentence, spans) if document else ""
    if not sentence:
        sentence = f"<mark>{esc(shorten(quote.claims[0].raw, 2 * AROUND))}</mark>"
    day = said_on(quote.claims[0], documents)
    name = bdi(values.publisher(document), 80)
    source = link(document.url if document else None, name)
    facts = [source, esc(values.day(day)) if day else "undated", esc(language(quote.lang))]
    if quote.background:
        facts.append('<span class="re">recalled</span>')
    rules = dict.fromkeys(claim.rule for claim in quote.claims)
    code = " ".join(f"<code>{esc(shorten(rule, 60))}</code>" for rule in rules)
    return (
        f'<li class="q {quote.bearing}"><ul>{_claim_lines(quote.claims)}</ul>'
        f'<div><blockquote lang="{esc(quote.lang)}" dir="auto">{sentence}</blockquote>'
        f"<p>{' · '.join(facts)} {code}</p></div></li>"
    )


def _quotes(view: FieldView, documents: Mapping[str, Document]) -> str:
    """The quotes under one heading per bearing, the rest of a long list folded."""
    bearings = list(dict.fromkeys(quote.bearing for quote in view.quotes))
    plain = bearings in (["support"], ["other"])
    out: list[str] = []
    for bearing in bearings:
        items = [_quote(q, documents) for q in view.quotes if q.bearing == bearing]
        if not plain:
            out.append(f'<h4 class="{bearing}">{BEARING_LABELS[bearing]}</h4>')
        out.append(f'<ul class="qs">{"".join(items[:FOLD])}</ul>')
        if len(items) > FOLD:
            more = len(items) - FOLD
            word = "sentence" if more == 1 else "sentences"
            out.append(f"<details><summary>{more} more {word}</summary>"
                       f'<ul class="qs">{"".join(items[FOLD:])}</ul></details>')  # fmt: skip
    return "".join(out)


def _groups(toll: Toll) -> str:
    if not toll.groups:
        return ""
    items = []
    for group in toll.groups:
        figure = values.number(group.best) if group.best is not None else ""
        span = values.interval(group.low, group.high)
        figure = figure or span
        extra = f" <small>{esc(span)}</small>" if span not in (figure, "not known") else ""
        name = esc(values.group_name(group.group, one=group.best == 1))
        items.append(f"<div><dt>{name}</dt><dd>{esc(figure)}{extra}</dd></div>")
    return f'<dl class="gr">{"".join(items)}</dl>'


def _field(view: FieldView, documents: Mapping[str, Document]) -> str:
    conflict = view.state is State.CONFLICTING
    aside = f' <span class="as">{esc(view.aside)}</span>' if view.aside else ""
    size = "fig" if view.toll else "val"
    return join(
        (
            f"<section{attrs(class_='f conflict' if conflict else 'f', data_field=view.field)}>",
            f"<h3>{esc(view.label)}</h3>",
            f'<p class="{size}"><b>{ltr(view.value)}</b>{aside}'
            f"{state_tag(view.state) if view.state else ''}</p>",
            f'<p class="why">{esc(shorten(say(*view.reason), 900))}</p>' if view.reason else "",
            _groups(view.toll) if view.toll else "",
            strip(view, documents) if view.toll else "",
            _quotes(view, documents),
            "</section>",
        )
    )


def _sources(incident: Incident, documents: Mapping[str, Document]) -> str:
    items = []
    order: dict[str, str] = {}
    for account in incident.accounts:
        if order.get(account.doc) != "main":
            order[account.doc] = account.role
    for doc, role in order.items():
        document = documents.get(doc)
        title = document.title if document and document.title else values.publisher(document)
        facts = [bdi(values.publisher(document), 80)]
        if document:
            facts.append(esc(values.day(document.published)) if document.published else "undated")
            facts.append(esc(language(document.lang)))
            if document.credit:
                facts.append(f"credits {bdi(document.credit, 60)}")
        if role == "background":
            facts.append('<span class="re">recalls it only</span>')
        lang = document.lang if document else None
        head = link(document.url if document else None, f"<span>{esc(shorten(title))}</span>")
        items.append(
            f"<li><p{attrs(class_='ti', lang=lang, dir='auto')}>{head}</p>"
            f"<p>{' · '.join(facts)}</p></li>"
        )
    return f'<section class="src"><h3>Reports</h3><ol>{"".join(items)}</ol></section>'


def heading(incident: Incident) -> tuple[str, str, str]:
    """Kind, place and date of an incident as plain text."""
    return (
        human(incident.kind),
        values.place_name(incident.where.place),
        values.period(incident.when.when, short=False),
    )


def detail(incident: Incident, documents: Mapping[str, Document]) -> str:
    """The incident's article; all of it readable without a script."""
    kind, place, when = heading(incident)
    ident = slug(incident.id)
    questions = "".join(
        f'<li dir="auto">{esc(shorten(say(q), 600))}</li>' for q in incident.open_questions
    )
    reports = len({account.doc for account in incident.accounts})
    facts = [
        f"{reports} report{'s' if reports != 1 else ''}",
        f"{incident.witnesses} independent" if incident.witnesses else "",
        ", ".join(language(code) for code in incident.languages),
    ]
    note = '<p class="recall">Only recalled as background: no report is about it.</p>'
    return join(
        (
            f'<article class="d" id="i-{ident}" aria-labelledby="h-{ident}">',
            f'<header><p class="kick {esc(incident.family)}">'
            f"{esc(FAMILY_LABELS.get(incident.family, human(incident.family)))}</p>",
            f'<h2 id="h-{ident}" tabindex="-1">{esc(kind)}<span class="pl">{ltr(place)}</span>'
            f"</h2>",
            f'<p class="dl">{esc(when)}</p>',
            f'<p class="fa">{esc(" · ".join(f for f in facts if f))}</p>',
            note if background(incident) else "",
            "</header>",
            f'<section class="oq"><h3>Open questions</h3><ul>{questions}</ul></section>'
            if questions
            else "",
            join(_field(view, documents) for view in fields(incident, documents)),
            _sources(incident, documents),
            f'<p class="id">Incident <code>{esc(shorten(incident.id, 80))}</code></p>',
            "</article>",
        )
    )
