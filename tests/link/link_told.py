"""A short way to write accounts down for linking.

"KIND WHEN PLACE [FIELD=N[:GROUP]] [name=…] [role=…]"; WHEN is a day, a month, two days joined
by "..", a weekday or month name (symbolic), or "-"; PLACE is one of `PLACES` or "-". A text's
own date is the day after its event, and 2019-11-02 where it has none.
"""

from __future__ import annotations

from calendar import day_name, month_name, monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from casus.types import Account, Claim, Count, Document, Place, TimeRef, Value, When

MALI = Place("Mali", ("Mali",), "ML", 17.0, -4.0, "country", "ml", "mali")
MENAKA = Place("Ménaka", ("Mali", "Ménaka"), "ML", 15.9, 2.4, "adm1", "menaka", "minaka")
VILLAGE = Place("Indel", ("Mali", "Ménaka", "Indel"), "ML", 15.9, 2.4, "adm1", None, "indil")
GAO = Place("Gao", ("Mali", "Gao", "Gao"), "ML", 16.27, -0.04, "exact", "gao", "gau")
KAYES = Place("Kayes", ("Mali", "Kayes", "Kayes"), "ML", 14.45, -11.43, "exact", "kayes", "kais")
NIGER = Place("Mopti", ("Mali", "Mopti"), "ML", 14.5, -4.2, "adm1", "mopti", "mubti")
NIAMEY = Place("Niamey", ("Niger", "Niamey"), "NE", 13.5, 2.1, "exact", "niamey", "niami")
ABALA = Place("Abala", ("Mali", "Gao", "Abala"), "ML", 16.27, -0.04, "near", None, "abala")
INDIN = Place("Indin", ("Mali", "Gao", "Indin"), "ML", 16.27, -0.04, "near", None, "indin")
# 13 and 62 km from Gao
TACHARANE = Place("Tacharane", ("Mali", "Gao", "Tacharane"), "ML", 16.17, -0.1, "exact", "ta", "ta")
BOUREM = Place("Bourem", ("Mali", "Gao", "Bourem"), "ML", 16.8, -0.2, "exact", "bourem", "burim")
NIGER_RIVER = Place("Niger", ("Mali", "Niger"), "ML", 16.0, 0.5, "water", "niger-river", "nigir")
NAMESAKE = Place("Abala", ("Niger", "Abala"), "NE", 14.9, 3.4, "exact", "abala-ne", "abala")
PLACES = {"tacharane": TACHARANE, "bourem": BOUREM, "river": NIGER_RIVER,
          "abala": ABALA, "indin": INDIN, "namesake": NAMESAKE,
          "mali": MALI, "menaka": MENAKA, "village": VILLAGE, "gao": GAO, "kayes": KAYES,
          "niger": NIGER, "niamey": NIAMEY}  # fmt: skip
_WEEKDAYS = {n.lower(): i for i, n in enumerate(day_name)}
_MONTHS = {n.lower(): i for i, n in enumerate(month_name) if n}


def when(text: str) -> When | None:
    if text == "-":
        return None
    if text in _WEEKDAYS:
        return When(None, None, ref=TimeRef(weekday=_WEEKDAYS[text]))
    if text in _MONTHS:
        return When(None, None, ref=TimeRef(month=_MONTHS[text]))
    if ".." in text:
        start, end = (date.fromisoformat(x) for x in text.split(".."))
        return When(start, end, "days", "relative")
    if len(text) == 7:
        first = date.fromisoformat(f"{text}-01")
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return When(first, last, "month", "relative")
    day = date.fromisoformat(text)
    return When(day, day, "day", "relative")


def told(doc: str, line: str, *, number: int = 0) -> Account:
    kind, time, place, *rest = line.split()
    ident = f"{doc}-{number}"
    values: list[tuple[str, Value, str | None]] = [("kind", kind, None)]
    moment = when(time)
    if moment is not None:
        values.append(("when", moment, None))
    if place != "-":
        values.append(("where", PLACES[place], None))
    names, role = [], "main"
    for item in rest:
        key, _, value = item.partition("=")
        if key == "name":
            names.append(value)
        elif key == "role":
            role = value
        else:
            count, _, group = value.partition(":")
            values.append((key, Count(int(count), int(count)), group or None))
    claims = tuple(
        Claim(
            id=f"{ident}/{n}", account=ident, doc=doc, lang="en", field=field, value=value,
            raw="x", spans=((0, 1),), sentence=(0, 1), rule="test@1", group=group,
        )
        for n, (field, value, group) in enumerate(values)
    )  # fmt: skip
    return Account(
        id=ident, doc=doc, lang="en", role=role, anchor=(10 * number, 10 * number + 9), kind=kind,
        order=number, claims=claims, names=tuple(sorted(names)),
    )  # fmt: skip


def dated(account: Account, ref: TimeRef) -> Account:
    """The account with another symbolic date."""
    return _when(account, lambda _: When(None, None, ref=ref))


def at_hours(account: Account, ref: TimeRef) -> Account:
    """The account with the words of its day."""
    return _when(account, lambda when: replace(when, ref=ref))


def _when(account: Account, change: Callable[[When], When]) -> Account:
    claims = tuple(
        replace(c, value=change(c.value)) if isinstance(c.value, When) else c
        for c in account.claims
    )
    return replace(account, claims=claims)


def document(doc: str, line: str, **more: object) -> Document:
    """The report of an account, published the day after its event."""
    moment = when(line.split()[1]) if line.split()[1] != "-" else None
    published: date | None = date(2019, 11, 2)
    if moment is not None:
        published = moment.end + timedelta(days=1) if moment.end else None
    elif line.startswith("x "):
        published = None
    if line.startswith("x ") and moment is not None:
        published = moment.end
    fields = {"text": f"report {doc}", "published": published, **more}
    return Document(doc, doc, None, doc, "en", None, **fields)  # type: ignore[arg-type]
