"""`python -m benchmarks archive`: linking and reconciling on a synthetic archive, side by side
with other ways to link, in the same run."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import machine, write_section
from rich.console import Console
from rich.table import Table

from .chart import svg
from .gold import write
from .growth import SIZES, Point, grow
from .measure import Collection, TollScore, labels_of, linked_by_casus, quality, read, tolls
from .peers import Found, equality, tf_idf
from .splink_peer import splink
from .words import spoken

PLOT = Path(__file__).parent.parent.parent / "docs" / "images" / "linking-growth.svg"


@dataclass(frozen=True, slots=True)
class Compared:
    """What every contender made of one collection."""

    collection: Collection
    found: tuple[Found, ...]
    tolls: TollScore


def compare(collection: Collection, *, alone: bool) -> Compared:
    """Casus and, unless it is `alone`, its peers on the same accounts."""
    begin = time.perf_counter()
    linked = linked_by_casus(collection.accounts, collection.documents)
    seconds = time.perf_counter() - begin
    score = quality(labels_of(linked.groups), collection.truth)
    found = [Found("Casus", "as it ships", score, seconds)]
    if not alone:
        found += [peer(collection) for peer in (equality, tf_idf, splink)]
    return Compared(collection, tuple(found), tolls(linked, collection))


def title(compared: Compared) -> str:
    """What was measured on."""
    one = compared.collection
    return (
        f"{one.name}: {len(one.documents):,} reports, {one.wanted:,} accounts of "
        f"{one.incidents:,} incidents; {len(one.truth):,} of them were read"
    )


def toll_line(t: TollScore) -> str:
    """How many tolls are right."""
    return (
        f"killed under ucdp, {t.incidents:,} incidents: low {t.low:.3f}, best {t.best:.3f}, "
        f"high {t.high:.3f} exact"
    )


def _cells(f: Found) -> tuple[str, ...]:
    q = f.quality
    return (
        f.name, f"{q.conll:.3f}", f"{q.muc:.3f}", f"{q.b_cubed:.3f}", f"{q.ceaf_e:.3f}",
        f"{q.merged:,} of {q.joined:,}", f"{f.seconds:.1f}", f.how,
    )  # fmt: skip


HEADS = ("", "CoNLL", "MUC", "B³", "CEAF-e", "wrong merges", "seconds", "how")


def show(compared: Compared, console: Console) -> None:
    """Print one collection."""
    table = Table(title=title(compared), title_justify="left", box=None)
    for head in HEADS:
        table.add_column(head, justify="left" if head in ("", "how") else "right")
    for found in compared.found:
        table.add_row(*_cells(found))
    console.print(table)
    console.print(toll_line(compared.tolls))


def markdown(results: Sequence[Compared], points: Sequence[Point], command: str) -> str:
    """A section of docs/benchmarks.md: that of growth where it was measured."""
    lines = [f"{machine()}. `{command}`", ""]
    for compared in results:
        lines += [
            f"**{title(compared)}**", "",
            f"| {' | '.join(HEADS)} |", "|---|--:|--:|--:|--:|--:|--:|---|",
            *(f"| {' | '.join(_cells(f))} |" for f in compared.found), "",
            f"{toll_line(compared.tolls).capitalize()}.", "",
        ]  # fmt: skip
    if points:
        lines += [
            "| accounts | reports | seconds to link | peak MB | before linking, MB | CoNLL "
            "| wrong merges |",
            "|--:|--:|--:|--:|--:|--:|--:|",
            *(
                f"| {p.accounts:,} | {p.documents:,} | {p.seconds:.1f} | {p.megabytes:,.0f} "
                f"| {p.before:,.0f} | {p.conll:.3f} | {p.merged:,} of {p.joined:,} |"
                for p in points
            ),
            "",
            "![Seconds and memory of linking over accounts](images/linking-growth.svg)",
        ]
    return "\n".join(lines).rstrip()


def main(argv: Sequence[str] | None = None) -> int:
    """Make the archive, read it, link it with every contender, print and write."""
    options = _options(argv)
    console = Console() if sys.stdout.isatty() else Console(width=150)
    results: list[Compared] = []
    points: list[Point] = []
    with tempfile.TemporaryDirectory() as temporary:
        base = options.keep or Path(temporary)
        for setting in options.setting.split(","):
            folder = base / f"{setting}-{options.incidents}-{options.seed}"
            write(
                folder,
                incidents=options.incidents,
                seed=options.seed,
                hard=setting == "hard",
                languages=tuple(options.lang.split(",")),
            )
            results.append(_measured(folder, base, options.alone, console))
        for folder in options.data:
            results.append(_measured(folder, base, options.alone, console))
        if options.growth:
            sizes = [n for n in SIZES if n <= options.growth]
            for point in grow(results[0].collection, sizes):
                console.print(point)
                points.append(point)
    if options.write:
        told = " ".join(argv or sys.argv[1:])
        # where readings are kept is nobody's concern
        command = f"python -m benchmarks archive {told.replace(str(options.keep), 'FOLDER')}"
        if points:
            PLOT.write_text(svg(points), encoding="utf-8")
        name = "growth" if points else "archive"
        write_section(options.write, markdown(results, points, command), name=name)
    return 0


def _store(folder: Path, base: Path) -> Path:
    return base / f"{folder.resolve().parent.name}-{folder.name}.sqlite"


def _measured(folder: Path, base: Path, alone: bool, console: Console) -> Compared:
    found = compare(read(folder, keep=_store(folder, base)), alone=alone)
    show(found, console)
    return found


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks archive", description=__doc__)
    add = parser.add_argument
    add("--incidents", type=int, default=150, help="10,000 make 60,000 reports")
    add("--seed", type=int, default=1)
    add("--setting", default="hard", help="hard, easy, or both parted by a comma")
    add("--lang", default=",".join(spoken()), help="languages of the reports")
    add("--keep", type=Path, help="a folder where archive and readings stay: read once")
    add("--data", type=Path, nargs="*", default=[], help="folders of annotated reports as well")
    add("--alone", action="store_true", help="without the other ways to link")
    add("--growth", type=int, metavar="ACCOUNTS", default=0,
        help="link ever longer stretches of the first archive, up to so many accounts")  # fmt: skip
    add("--write", type=Path, help="the page to write the section into")
    return parser.parse_args(argv)
