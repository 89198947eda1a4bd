"""How linking grows: time, memory and quality over ever longer stretches of one archive.

The archive is read once; each size then links its first accounts in a fresh process, so that peak
memory is its own. Beyond the archive's end it begins anew (`again`): later, and with other letters
in every word, so that no report copies one of an earlier turn. Towns and hardness stay as they are:
more accounts are more days, as in a store that grows for years.
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from casus.types import Account, Document, When

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


def again(collection: Collection, turns: int) -> Collection:
    """The collection so many times in a row, each turn later by its own length in weeks."""
    days = [_day(collection, d) for d in collection.documents]
    span = max(days) - min(d for d in days if d)
    weeks = timedelta(days=7 * (span // 7 + 4))
    documents: dict[str, Document] = {}
    accounts: list[Account] = []
    truth: dict[str, str] = {}
    for turn in range(turns):
        mark, later = f"~{turn}", turn * weeks
        letters = _turned(turn)
        for document in collection.documents.values():
            published = document.published and document.published + later
            revises = document.revises and document.revises + mark
            documents[document.id + mark] = replace(
                document, id=document.id + mark, published=published, revises=revises,
                text=document.text.translate(letters),
            )  # fmt: skip
        accounts += [_account(a, mark, later) for a in collection.accounts]
        truth |= {a + mark: e + mark for a, e in collection.truth.items()}
    return replace(collection, accounts=tuple(accounts), documents=documents, truth=truth)


def _account(account: Account, mark: str, later: timedelta) -> Account:
    claims = tuple(
        replace(
            claim,
            id=claim.id + mark,
            account=claim.account + mark,
            doc=claim.doc + mark,
            said=claim.said and claim.said + later,
            value=_moved(claim.value, later) if isinstance(claim.value, When) else claim.value,
        )
        for claim in account.claims
    )
    return replace(account, id=account.id + mark, doc=account.doc + mark, claims=claims)


def _moved(when: When, later: timedelta) -> When:
    """A date so much later; a weekday stays one, a day of a month moves with the calendar."""
    ref = when.ref
    if ref is not None and ref.month is not None and ref.day is not None:
        day = date(ref.year or _COMMON_YEAR, ref.month, min(ref.day, 28)) + later
        ref = replace(ref, month=day.month, day=day.day, year=day.year if ref.year else None)
    start, end = when.start and when.start + later, when.end and when.end + later
    return replace(when, start=start, end=end, ref=ref)


_COMMON_YEAR = 2017
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщыьэюя",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
)


def _turned(turn: int) -> dict[int, str]:
    """Every letter so many places further on in its alphabet: texts keep their lengths."""
    table: dict[int, str] = {}
    for alphabet in _ALPHABETS:
        for letters in {alphabet, alphabet.upper()}:
            step = turn % len(letters)
            turned = letters[step:] + letters[:step]
            table |= {ord(a): b for a, b in zip(letters, turned, strict=True)}
    return table


def first(collection: Collection, count: int) -> Collection:
    """About `count` accounts, those of the first reports; the collection again where it ends."""
    if count > len(collection.accounts):
        collection = again(collection, -(-count // len(collection.accounts)))
    by_doc = Counter(account.doc for account in collection.accounts)
    kept: set[str] = set()
    held = 0
    for doc in sorted(collection.documents, key=lambda d: (_day(collection, d), d)):
        if held >= count:
            break
        kept.add(doc)
        held += by_doc[doc]
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


def grow(collection: Collection, sizes: Sequence[int]) -> Iterator[Point]:
    """A point for each size, each from a process of its own."""
    package = str(Path(__file__).parent.parent)
    code = (
        "import json, sys\n"
        "from dataclasses import asdict\n"
        "from pathlib import Path\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from archive.growth import measure\n"
        "print(json.dumps(asdict(measure(Path(sys.argv[2])))))\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "part.pickle"
        for size in sizes:
            kept.write_bytes(pickle.dumps(first(collection, size)))
            args = [sys.executable, "-c", code, package, str(kept)]
            done = subprocess.run(args, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"linking {size:,} accounts failed:\n{done.stderr}")
            yield Point(**json.loads(done.stdout.splitlines()[-1]))
