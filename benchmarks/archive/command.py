"""`python -m benchmarks archive`: linking and reconciling on a synthetic archive, side by side
with other ways to link, in the same run."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .gold import write
from .measure import Collection, TollScore, labels_of, linked_by_casus, quality, read, tolls
from .peers import PEERS, Found
from .words import spoken


@dataclass(frozen=True, slots=True)
class Compared:
    """What every contender made of one collection."""

    collection: Collection
    found: tuple[Found, ...]
    tolls: TollScore


def compare(collection: Collection) -> Compared:
    """Casus and its peers on the same accounts."""
    begin = time.perf_counter()
    linked = linked_by_casus(collection.accounts, collection.documents)
    seconds = time.perf_counter() - begin
    score = quality(labels_of(linked.groups), collection.truth)
    found = [Found("Casus", "as it ships", score, seconds)]
    found += [peer(collection) for peer in PEERS]
    return Compared(collection, tuple(found), tolls(linked, collection))


def show(compared: Compared, console: Console) -> None:
    one = compared.collection
    title = (
        f"{one.name}: {len(one.documents):,} reports, {one.wanted:,} accounts, of which "
        f"{len(one.truth):,} were read; {len(set(one.truth.values())):,} incidents"
    )
    table = Table(title=title, title_justify="left", box=None)
    for column in ("", "CoNLL", "MUC", "B³", "CEAF-e", "merged", "of groups", "s", "how"):
        table.add_column(column, justify="left" if column in ("", "how") else "right")
    for f in compared.found:
        q = f.quality
        table.add_row(
            f.name, f"{q.conll:.3f}", f"{q.muc:.3f}", f"{q.b_cubed:.3f}", f"{q.ceaf_e:.3f}",
            str(q.merged), str(q.joined), f"{f.seconds:.1f}", f.how,
        )  # fmt: skip
    console.print(table)
    t = compared.tolls
    console.print(
        f"killed, {t.incidents} incidents: low {t.low:.3f}, best {t.best:.3f}, high {t.high:.3f}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks archive", description=__doc__)
    parser.add_argument("--incidents", type=int, default=300, help="10,000 make 60,000 reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--setting", choices=("easy", "hard"), default="hard")
    parser.add_argument("--lang", default=",".join(spoken()), help="languages of the reports")
    parser.add_argument("--keep", type=Path, help="a folder where archive and readings stay")
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="annotated reports too")
    options = parser.parse_args(argv)
    console = Console(width=150)
    with tempfile.TemporaryDirectory() as temporary:
        base = options.keep or Path(temporary)
        folder = base / f"{options.setting}-{options.incidents}-{options.seed}"
        write(
            folder,
            incidents=options.incidents,
            seed=options.seed,
            hard=options.setting == "hard",
            languages=tuple(options.lang.split(",")),
        )
        for path in (folder, *options.data):
            show(compare(read(path, keep=base / f"{path.name}.sqlite")), console)
    return 0
