"""The scores as tables, for a terminal or a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from casus.evaluate.cells import score_table, shown, spread
from casus.evaluate.ledger import Score
from casus.evaluate.misses import Miss
from casus.evaluate.score import Result


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `keys` has one score, or three for precision, recall and F1."""

    label: str
    keys: tuple[str, ...]


def _prf(label: str, name: str) -> Line:
    return Line(label, (f"{name}.p", f"{name}.r", f"{name}.f1"))


def _one(label: str, name: str) -> Line:
    return Line(label, (name,))


def _slots(name: str) -> tuple[Line, ...]:
    return tuple(
        _one(label, f"{name}.{key}")
        for label, key in (
            ("kind", "kind"),
            ("family", "family"),
            ("date exact", "date.exact"),
            ("date within a day", "date.day"),
            ("country", "country"),
            ("place: name or 25 km", "place"),
            ("place: name", "place.name"),
            ("place: 25 km", "place.25km"),
            ("place: name or 161 km", "place.161km"),
        )
    )


SECTIONS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "Accounts found",
        (
            _prf("main", "accounts.main"),
            _prf("background", "accounts.background"),
            _prf("either role", "accounts.any"),
            _one("reports of no incident without a false main", "negatives.clean"),
        ),
    ),
    (
        "Linking of the accounts found",
        (
            _prf("MUC", "linking.muc"),
            _prf("B-cubed", "linking.b3"),
            _prf("CEAF-e", "linking.ceafe"),
            _one("CoNLL average", "linking.conll"),
            _prf("pairs across languages", "linking.cross"),
            _one("CoNLL with accounts missed and invented", "linking.all.conll"),
            _one("confusable pairs kept apart", "confusable.apart"),
            _one("reprints counted once", "reprints.once"),
            _one("witnesses exact", "witnesses.exact"),
        ),
    ),
    ("Main accounts found", _slots("account.main")),
    ("Background accounts found", _slots("account.background")),
    ("Incidents that reports are about", (_one("found", "incident.found"), *_slots("incident"))),
    (
        "Figures",
        (
            _prf("field, low, high", "claims"),
            _prf("with the group", "claims.group"),
            _prf("whichever account", "claims.any_account"),
            *(
                _prf(field, f"claims.{field}")
                for field in ("killed", "injured", "missing", "abducted", "arrested", "displaced")
            ),
            _one("group of right figures", "claims.group_right"),
            _one("voice kind of right figures", "voice.kind"),
            _one("voice kind where one is named", "voice.named"),
        ),
    ),
    (
        "Reconciled tolls",
        (
            *(
                _one(f"{what}: {label}", f"tolls.{group}.{key}")
                for group, what in (
                    ("killed", "killed"),
                    ("any.killed", "killed, recalled incidents too"),
                    ("any.other", "other tolls, recalled too"),
                )
                for label, key in (
                    ("low exact", "low"),
                    ("high exact", "high"),
                    ("low and high exact", "both"),
                    ("best defensible", "best"),
                )
            ),
            _prf("tolls told at all", "tolls.fields"),
        ),
    ),
    (
        "Perpetrators and targets",
        (
            _prf("found", "perpetrator"),
            _one("confidence", "perpetrator.confidence"),
            _one("a target, where annotated", "target"),
        ),
    ),
)


def known_scores() -> frozenset[str]:
    """Every name that a table shows."""
    return frozenset(key for _, lines in SECTIONS for line in lines for key in line.keys)


def render(result: Result) -> Group:
    """All tables; a score that nothing could be told for is a dash."""
    told = ", ".join(f"{count} {what}" for what, count in result.counts.items())
    parts: list[Table | Text] = [Text(told)]
    for title, lines in SECTIONS:
        table = score_table(title, ("P", "R", "F1 / share", "95 %", "n"), width=42)
        for line in lines:
            if line.keys[-1] in result.scores:
                table.add_row(*_cells(line, result.scores))
        if table.row_count:
            parts.append(table)
    return Group(*parts)


def _cells(line: Line, scores: Mapping[str, Score]) -> list[str]:
    last = scores[line.keys[-1]]
    pair = [shown(scores[key].value) for key in line.keys[:-1]] or ["", ""]
    return [line.label, *pair, shown(last.value), spread(last), str(last.n)]


def render_misses(misses: Iterable[Miss]) -> Group:
    """One paragraph a miss."""
    parts: list[Text] = []
    for miss in misses:
        head = Text(f"\n{miss.what}", style="bold")
        head.append(f"  {miss.doc}", style="not bold cyan")
        parts.append(head)
        if miss.sentence:
            parts.append(Text("  “" + " ".join(miss.sentence.split()) + "”"))
        parts.append(Text(f"  gold       {miss.gold}"))
        parts.append(Text(f"  predicted  {miss.predicted}"))
        if miss.rule:
            parts.append(Text(f"  rule       {miss.rule}", style="dim"))
    return Group(*parts)


def console(width: int | None = None) -> Console:
    """A console that does not fold tables where the output is no terminal."""
    plain = Console()
    return plain if plain.is_terminal else Console(width=width or 120, soft_wrap=True)
