"""How linking grows: time, memory and quality over ever longer stretches of one archive.

The archive is read once; each size then links its first accounts in a fresh process, so that peak
memory is its own. Days, towns and hardness stay as they are: more accounts are more
days, as in a store that grows for years.
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .measure import Collection, labels_of, linked_by_casus, quality

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)


@dataclass(frozen=True, slots=True)
class Point:
    """One size: seconds to link, megabytes at the peak (accounts and documents included, and
    before linking), CoNLL F1, groups that join incidents of those with two accounts or more."""

    accounts: int
    documents: int
    seconds: float
    megabytes: float
    before: float
    conll: float
    merged: int
    joined: int


def first(collection: Collection, count: int) -> Collection:
    """The accounts of the first reports, about `count` of them."""
    by_doc: dict[str, int] = {}
    for account in collection.accounts:
        by_doc[account.doc] = by_doc.get(account.doc, 0) + 1
    kept: set[str] = set()
    held = 0
    for doc in sorted(collection.documents, key=lambda d: (_day(collection, d), d)):
        if held >= count:
            break
        kept.add(doc)
        held += by_doc.get(doc, 0)
    accounts = tuple(a for a in collection.accounts if a.doc in kept)
    known = {a.id for a in accounts}
    return replace(
        collection,
        accounts=accounts,
        documents={d: collection.documents[d] for d in kept},
        truth={a: e for a, e in collection.truth.items() if a in known},
    )


def _day(collection: Collection, doc: str) -> int:
    published = collection.documents[doc].published
    return published.toordinal() if published else 0


def measure(kept: Path) -> Point:
    """Link a pickled stretch in this process."""
    part: Collection = pickle.loads(kept.read_bytes())
    before = _peak()
    begin = time.perf_counter()
    linked = linked_by_casus(part.accounts, part.documents)
    seconds = time.perf_counter() - begin
    peak = _peak()
    found = quality(labels_of(linked.groups), part.truth)
    return Point(
        len(part.accounts), len(part.documents), round(seconds, 2), round(peak), round(before),
        round(found.conll, 4), found.merged, found.joined,
    )  # fmt: skip


def _peak() -> float:
    """Megabytes at the peak of this process; what it inherited does not count on Linux."""
    status = Path("/proc/self/status")
    if status.is_file():
        rows = status.read_text(encoding="utf-8").splitlines()
        return next(int(row.split()[1]) for row in rows if row.startswith("VmHWM")) / 1e3
    # bytes on macOS
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def grow(collection: Collection, sizes: Sequence[int]) -> list[Point]:
    """A point for each size that the collection has, each from a process of its own."""
    package = str(Path(__file__).parent.parent)
    code = (
        "import json, sys\n"
        "from dataclasses import asdict\n"
        "from pathlib import Path\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from archive.growth import measure\n"
        "print(json.dumps(asdict(measure(Path(sys.argv[2])))))\n"
    )
    found = []
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "part.pickle"
        for size in sizes:
            kept.write_bytes(pickle.dumps(first(collection, size)))
            args = [sys.executable, "-c", code, package, str(kept)]
            done = subprocess.run(args, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"linking {size:,} accounts failed:\n{done.stderr}")
            found.append(Point(**json.loads(done.stdout.splitlines()[-1])))
    return found
