"""Cues: what a phrase, a sentence and a report say about the parts played in an incident.

Use `wording_cues` and `setting_cues` for a phrase, `sentence_cues` and `report_cues` for what is
around it. A cue is a short string, `name=value`; the tables of weights are keyed by it. Beside a
word stands always its class, so that a word seen seldom is weighed as words used alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from casus.extract.phrases.page import CLOSERS, OPENERS, Page, Phrase
from casus.extract.phrases.tables import ANY, UNKNOWN, Model

EDGE = "^"
_REACH = 14  # tokens to the nearest trigger
_BESIDE = 2  # tokens on each side of a trigger that say how it is meant
_STEPS = 6  # tokens passed over on the way to the verb behind a phrase
BASE = "base"


def wording_cues(page: Page, phrase: Phrase, model: Model) -> list[str]:
    """What the words of a phrase say, wherever it stands."""
    words, head = phrase.words, phrase.head
    first, last = phrase.places[0]
    narrow, wide = page.narrow[first:last], page.wide[first:last]
    at = words.index(head)
    known = model.classes
    unknown = [word not in known and word[0].isalpha() for word in words]
    cues = [
        BASE,
        "s=" + (" ".join(words) if len(words) < 4 else "*"),
        "h=" + head, "f=" + words[0], "l=" + words[-1], f"n={len(words)}",
        "h3=" + head[-3:], f"fh={words[0]} {head}",
        f"unk={sum(unknown)}/{min(4, len(words))}",
        "hK=" + narrow[at], "hk=" + wide[at], "lK=" + narrow[-1], "fK=" + narrow[0],
        f"fhK={narrow[0]} {narrow[at]}",
        "seq=" + (" ".join(wide) if len(words) < 5 else "*"),
        f"occ={min(4, len(phrase.places))}",
    ]  # fmt: skip
    if unknown[-1]:
        cues.append("lunk")
    for word, cls in zip(words[:-1], narrow, strict=False):
        cues += ("t=" + word, "tK=" + cls)
    if len(words) > 1:
        cues.append(f"l2={words[-2]} {words[-1]}")
    joins = [word for word in words if word in model.closed.joins]
    if joins:
        cues.append("join=" + " ".join(joins))
    for label in page.classes.get(last - 1, ()):
        cues += ("hc=" + label, "hC=" + label.split(":")[0])
    for i in range(first, last - 1):
        cues += ["mc=" + label for label in page.classes.get(i, ())]
    for i in {first, last - 1} & page.actors.keys():
        cues.append(f"org={page.actors[i].type}")
        cues.append(f"org{'L' if i == last - 1 else 'F'}={page.actors[i].type}")
    if any(in_brackets(page, *place) for place in phrase.places):
        cues.append(f"paren={min(3, len(words))}")
    return cues


def in_brackets(page: Page, first: int, last: int) -> bool:
    """True for "… (FMLN)": a phrase that has the brackets to itself."""
    words = page.words
    return bool(
        first > 0 and last < len(words) and words[first - 1] in OPENERS and words[last] in CLOSERS
    )


def edge_cues(page: Page, phrase: Phrase) -> list[str]:
    """The words at both edges of a phrase: what decides where a naming begins and ends."""
    words, narrow, n = page.words, page.narrow, len(page.words)
    cues = []
    for first, last in phrase.places:
        before, after = first - 1, last
        cues.append("-1=" + (words[before] if before >= 0 else EDGE))
        cues.append("+1=" + (words[after] if after < n else EDGE))
        cues.append("-1K=" + (narrow[before] if before >= 0 else EDGE))
        cues.append("+1K=" + (narrow[after] if after < n else EDGE))
    return cues


def setting_cues(page: Page, phrase: Phrase, model: Model) -> set[str]:
    """What stands around a phrase, at all of its places."""
    cues: set[str] = set()
    head_class = page.wide[phrase.places[0][0] + phrase.words.index(phrase.head)]
    for first, last in phrase.places:
        start, end = page.bounds[page.sentence_of[first]]
        cues.update(_neighbours(page, first, last, start, end, head_class))
        cues.update(_left(page, first, start, model))
        cues.update(_right(page, last, end, model))
        cues.update(_nearest(page, first, last, start, end, model))
        sentence = page.sentence_of[first]
        cues.add(f"sent={min(sentence, 5) if sentence < 10 else 10}")
        cues.add("lead" if sentence == 0 else "later")
        for i in range(start, end):
            if i in page.triggers and not first <= i < last:
                cues.add("S=" + page.words[i])
                cues.add("Sc=" + page.triggers[i])
    return cues


def _neighbours(
    page: Page, first: int, last: int, start: int, end: int, head_class: str
) -> Iterator[str]:
    for name, row in (("", page.words), ("K", page.narrow)):
        two, one = (row[i] if i >= start else EDGE for i in (first - 2, first - 1))
        right, further = (row[i] if i < end else EDGE for i in (last, last + 1))
        yield f"-1{name}={one}"
        yield f"-2{name}={two} {one}"
        yield f"+1{name}={right}"
        yield f"+2{name}={right} {further}"
        yield f"-+{name}={one} {right}"
        if name:
            yield f"-1h={one} {head_class}"
            yield f"+1h={head_class} {right}"


def _left(page: Page, first: int, start: int, model: Model) -> Iterator[str]:
    """The word that governs a phrase from the left, past determiners and figures."""
    words, closed = page.words, model.closed
    i = first - 1
    while i >= start and (
        words[i] in closed.determiners or words[i] in OPENERS or words[i] == '"' or
        words[i].isdigit()
    ):  # fmt: skip
        i -= 1
    if i < start:
        return
    yield "L=" + words[i]
    yield "LK=" + page.narrow[i]
    if words[i] in closed.prepositions:
        k = i - 1
        while k >= start and words[k] in closed.determiners:
            k -= 1
        governor = words[k] if k >= start else EDGE
        further = words[k - 1] if k > start else EDGE
        yield f"LP={words[i]} < {governor}"
        yield f"LP2={words[i]} < {further} {governor}"
        if k in page.triggers and k >= start:
            yield f"LPc={words[i]} < {page.triggers[k]}"


def _right(page: Page, last: int, end: int, model: Model) -> Iterator[str]:
    """The verb behind a phrase, past auxiliaries and adverbs; `p` where it is passive."""
    words, closed = page.words, model.closed
    i, voice = last, ""
    while i < min(end, last + _STEPS) and (
        words[i] in closed.passed or words[i] in closed.auxiliaries
    ):
        if words[i] in closed.passive:
            voice = "p"
        i += 1
    if i >= end:
        return
    yield f"R{voice}={words[i]}"
    yield f"RK{voice}={page.narrow[i]}"
    if i in page.triggers:
        yield f"Rc{voice}={page.triggers[i]}"


def _far(distance: int) -> int:
    return next((bound for bound in (1, 2, 4, 8) if distance <= bound), 9)


def _nearest(
    page: Page, first: int, last: int, start: int, end: int, model: Model
) -> Iterator[str]:
    """The nearest trigger on each side, how far, in which voice, and whether as its agent."""
    words, triggers, closed = page.words, page.triggers, model.closed
    left = (i for i in range(first - 1, max(start, first - _REACH) - 1, -1) if i in triggers)
    i = next(left, -1)
    if i >= 0:
        how = "b" if closed.agent.intersection(words[i:first]) else ""
        how += "p" if i > start and words[i - 1] in closed.auxiliaries else ""
        yield from _trigger(page, i, f"TL{how}", "TL", first - i)
    else:
        yield "TL0"
    right = (i for i in range(last, min(end, last + _REACH)) if i in triggers)
    i = next(right, -1)
    if i >= 0:
        how = "p" if words[i - 1] in closed.passive else ""
        yield from _trigger(page, i, f"TR{how}", "TR", i - last + 1)
    else:
        yield "TR0"


def _trigger(page: Page, i: int, name: str, plain: str, distance: int) -> Iterator[str]:
    yield f"{plain}={page.words[i]}"
    yield f"{name}.={page.words[i]}"
    yield f"{name}K={page.narrow[i]}"
    yield f"{name}c{_far(distance)}={page.triggers[i]}"


def band(name: str, value: float, *, step: float = 1.5, low: int = -6, high: int = 4) -> str:
    """A measured value as a cue: which band of width 1/`step` it lies in."""
    return f"{name}={max(low, min(high, int(value * step // 1)))}"


def told_cues(told: Mapping[str, float], model: Model) -> list[str]:
    """Which types of incident the report tells, as cues of each of its phrases."""
    return [band(f"D.{name}", told[name]) for name in (*model.types, ANY)]


def sentence_cues(page: Page, sentence: int) -> list[str]:
    """The words of a sentence and what its neighbours tell."""
    start, end = page.bounds[sentence]
    words = page.words
    cues = [BASE, f"s={min(sentence, 10)}", f"ns={min(10, len(page.bounds) // 2)}",
            f"n={min(8, (end - start) // 6)}"]  # fmt: skip
    for i in range(start, end):
        if words[i][0].isalpha():
            cues.append("w=" + words[i])
            if i + 1 < end:
                cues.append(f"2={words[i]} {words[i + 1]}")
        if i in page.triggers:
            cues.append("c=" + page.triggers[i])
        cues += ["k=" + label for label in page.classes.get(i, ())]
    for other, name in ((sentence - 1, "before"), (sentence + 1, "after")):
        if 0 <= other < len(page.bounds):
            for i in range(*page.bounds[other]):
                if i in page.triggers:
                    cues.append(f"{name}.c={page.triggers[i]}")
                if words[i][0].isalpha():
                    cues.append(f"{name}={words[i]}")
    return cues


def report_cues(page: Page, model: Model) -> list[str]:
    """The words of a report, those of its opening apart, words beside triggers, and how often
    triggers of a kind."""
    words, passive = page.words, model.closed.passive
    opening = page.bounds[min(1, len(page.bounds) - 1)][1]
    cues = [BASE, f"len={min(8, len(words) // 80)}"]
    for i, word in enumerate(words):
        if word[0].isalpha():
            cues.append("w=" + word)
            if page.narrow[i] != UNKNOWN:
                cues.append("k=" + page.narrow[i])
            if i < opening:
                cues += ("0=" + word, "0k=" + page.narrow[i])
    for i, label in page.triggers.items():
        cues.append("c=" + label)
        if i < opening:
            cues.append("0c=" + label)
        if i and words[i - 1] in passive:
            cues += ("pc=" + label, "p=" + words[i])
        for beside in range(max(0, i - _BESIDE), min(len(words), i + _BESIDE + 1)):
            if beside != i:
                cues.append(f"c{beside - i}={label} {words[beside]}")
                cues.append(f"k{beside - i}={label} {page.narrow[beside]}")
    cues += _often(page.triggers.values())
    return cues


def _often(labels: Iterable[str]) -> Iterator[str]:
    for label, count in Counter(labels).items():
        if count >= 2:
            yield "c2=" + label
        if count >= 4:
            yield "c4=" + label
