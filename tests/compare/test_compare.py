"""Two records told apart: what is new, gone, merged, split, changed; from every form."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from casus import cli
from casus.compare import CompareError, Comparison, Item, Side, compare, load
from casus.compare.differ import render_text
from casus.compare.model import figure_text
from casus.config import Config
from casus.export.contract import write_contract
from casus.judging import different, same, set_value
from casus.pipeline import Request, rederive, run
from casus.store import Store

DAY = date(2031, 5, 2)


def item(ident: str, *accounts: str, day: int = 2, killed: int | None = 9, **more: object) -> Item:
    """An incident in Gao on a day of May; its accounts are each of a document of their own."""
    values = {"kind": "armed_attack", "killed": str(killed or "")}
    base = Item(
        id=ident, title=f"Attack {ident}", family="violence", start=date(2031, 5, day), end=None,
        country="ML", place="Gao", point=(16.27, -0.04), killed=killed,
        values={k: v for k, v in values.items() if v},
        accounts=frozenset(accounts), documents=frozenset(f"doc-{a}" for a in accounts),
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def told(left: list[Item], right: list[Item], *, form: str = "incidents") -> Comparison:
    return compare(Side("a", "incidents", tuple(left)), Side("b", form, tuple(right)))


def ids(found: Comparison) -> dict[str, object]:
    groups = {
        name: [([b.id for b in r.left], [b.id for b in r.right]) for r in getattr(found, name)]
        for name in ("merged", "split", "regrouped")
    }
    return {
        "same": found.same, "changed": [(c.left.id, c.right.id, c.by) for c in found.changed],
        "gone": [b.id for b in found.gone], "new": [b.id for b in found.new], **groups,
    }  # fmt: skip


NOTHING: dict[str, object] = {
    "same": 0, "changed": [], "gone": [], "new": [], "merged": [], "split": [], "regrouped": [],
}  # fmt: skip
FAR = {"place": "Kayes", "point": (14.4, -11.4)}
CASES = [
    ("equal", [item("a", "a")], [item("a", "a")], {"same": 1}),
    ("both empty", [], [], {}),
    ("new and gone", [item("a", "a", day=2)], [item("b", "b", day=9)],
     {"gone": ["a"], "new": ["b"]}),
    ("one more account", [item("a", "a")], [item("a", "a", "b", killed=12)],
     {"changed": [("a", "a", "accounts")]}),
    ("another id, a shared account", [item("a", "a", "b")], [item("b", "b", killed=1)],
     {"changed": [("a", "b", "accounts")]}),
    ("an id that is another's account now", [item("b", "b")], [item("a", "a", "b")],
     {"same": 1}),
    ("merged", [item("a", "a"), item("b", "b", day=3)], [item("a", "a", "b")],
     {"merged": [(["a", "b"], ["a"])]}),
    ("split", [item("a", "a", "b")], [item("a", "a"), item("b", "b", day=3)],
     {"split": [(["a"], ["a", "b"])]}),
    ("regrouped", [item("a", "a", "b"), item("c", "c", "d", day=3)],
     [item("a", "a", "c"), item("b", "b", "d", day=3)],
     {"regrouped": [(["a", "c"], ["a", "b"])]}),
    ("read anew: other accounts of the same documents",
     [item("a", "a", documents=frozenset("x"))], [item("z", "z", documents=frozenset("x"))],
     {"same": 1}),
    ("a document of two events", [item("a", "a", documents=frozenset("x"), killed=3),
                                  item("b", "b", documents=frozenset("x"), killed=70)],
     [item("y", "y", documents=frozenset("x"), killed=71),
      item("z", "z", documents=frozenset("x"), killed=3)],
     {"same": 1, "changed": [("b", "y", "documents")]}),
    ("alike", [item("a")], [item("z", day=3, killed=10)], {"changed": [("a", "z", "likeness")]}),
    ("two days apart", [item("a")], [item("z", day=4)], {"gone": ["a"], "new": ["z"]}),
    ("far apart", [item("a")], [item("z", **FAR)], {"gone": ["a"], "new": ["z"]}),
    ("another family", [item("a")], [item("z", family="disaster")], {"gone": ["a"], "new": ["z"]}),
    ("the closest goes first", [item("a", killed=9), item("b", killed=40)],
     [item("y", killed=41), item("z", killed=9)],
     {"same": 1, "changed": [("b", "y", "likeness")]}),
    ("nobody dates them", [item("a", start=None)], [item("z", start=None)],
     {"gone": ["a"], "new": ["z"]}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "left", "right", "want"), CASES, ids=[c[0] for c in CASES])
def test_told_apart(
    name: str, left: list[Item], right: list[Item], want: dict[str, object]
) -> None:
    assert ids(told(left, right)) == {**NOTHING, **want}, name
    assert told(left, right).differs is (want not in ({}, {"same": len(left)}))


def test_the_order_of_items_does_not_matter() -> None:
    dice = random.Random(4)
    left = [item(f"a{n}", day=1 + n % 9, killed=n) for n in range(40)]
    right = [item(f"b{n}", day=1 + n % 8, killed=n + n % 3) for n in range(40)]
    first = told(left, right)
    assert first.same + len(first.changed) > 20
    for _ in range(3):
        assert told(dice.sample(left, 40), dice.sample(right, 40)) == first


def test_the_other_way_round_new_is_gone() -> None:
    left, right = CASES[2][1], CASES[2][2]
    there, back = told(left, right), told(right, left)
    assert ([b.id for b in there.new], [b.id for b in there.gone]) == (
        [b.id for b in back.gone], [b.id for b in back.new],
    )  # fmt: skip


def test_two_forms_are_compared_in_what_both_tell() -> None:
    coded = item("ged:1", killed=9, values={"type": "state-based violence", "killed": "9"})
    assert told([item("a", killed=9)], [coded], form="ged").same == 1
    (changed,) = told([item("a", killed=9)], [replace(coded, killed=11)], form="ged").changed
    assert [(f.field, f.before, f.after) for f in changed.fields] == [("killed", "9", "11")]


def test_a_long_interval_is_found_by_its_first_days() -> None:
    year = item("a", start=date(2031, 1, 1), end=date(2031, 12, 31))
    assert told([year], [replace(year, id="z")]).same == 1


def test_many_alike_take_seconds_not_minutes() -> None:
    left = [item(f"a{n}", start=DAY + timedelta(days=n % 300)) for n in range(3000)]
    right = [item(f"b{n}", start=DAY + timedelta(days=n % 300)) for n in range(3000)]
    assert told(left, right).same == 3000


@pytest.mark.parametrize(
    ("figures", "text"),
    [((5, 5, 5), "5"), ((4, 5, 9), "4-5-9"), ((4, 5, None), "4-5-open"), ((4, None, 9), "4--9")],
)
def test_figures_in_words(figures: tuple[int | None, int | None, int | None], text: str) -> None:
    assert figure_text(*figures) == text


def test_words_of_a_comparison() -> None:
    left = [item(f"a{n}", day=1 + n) for n in range(25)]
    lines = render_text(told(left, [item("a0", day=1, killed=12)])).splitlines()
    assert lines[2] == "1 changed, 24 gone"
    assert "    killed: 9 → 12" in lines
    assert lines[-1] == "  … and 4 more"
    assert len(render_text(told(left, []), most=None).splitlines()) == 3 + 2 + 25


# -- from every form ---------------------------------------------------------------------------

NEWS = {
    "a": "date: 2031-03-04\nGunmen killed nine soldiers near Gao in Mali on Monday, police said.",
    "b": "date: 2031-03-05\nMonday's attack near Gao in Mali killed nine soldiers, a doctor said.",
    "c": "date: 2031-03-20\nA bus fell into a river near Kayes in Mali on Sunday and killed 15.",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    for name, text in NEWS.items():
        (folder / f"{name}.txt").write_text(f"{text}\n", "utf-8")
    run(Request((str(folder),), folder / "out", jobs=1), Config(), write=write_contract)
    return folder / "out"


def judged(out: Path, tmp_path: Path, verdict: str) -> Path:
    path = tmp_path / "casus.db"
    path.write_bytes((out / "casus.db").read_bytes())
    with Store.open(path) as store:
        incidents = store.incidents()
        if verdict == "same":
            same(store, incidents, user="ann")
        elif verdict == "different":
            shared = next(i for i in incidents if len(i.accounts) > 1)
            different(store, shared.accounts, user="ann")
        else:
            set_value(store, incidents[0], "killed=11", user="ann")
        rederive(store)
    return path


def test_a_store_its_folder_and_its_file_are_equal(out: Path) -> None:
    forms = [out, out / "casus.db", out / "incidents.jsonl"]
    sides = [load(form) for form in forms]
    assert [len(side.items) for side in sides] == [2, 2, 2]
    for side in sides[1:]:
        assert not compare(sides[0], side).differs


@pytest.mark.parametrize(
    ("verdict", "count"), [("same", "merged"), ("different", "split"), ("value", "changed")]
)
def test_what_a_judgement_changes(out: Path, tmp_path: Path, verdict: str, count: str) -> None:
    found = compare(load(out), load(judged(out, tmp_path, verdict)))
    counts = {name: len(getattr(found, name)) for name in ("merged", "split", "changed")}
    assert counts == {**dict.fromkeys(counts, 0), count: 1}
    if verdict == "value":
        assert [(f.field, f.after) for f in found.changed[0].fields] == [
            ("killed", "11"), ("killed agreement", "human"),
        ]  # fmt: skip


def command(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        cli.main([str(arg) for arg in args])
    shown = capsys.readouterr()
    return int(caught.value.code or 0), shown.out, shown.err


def test_the_command(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = judged(out, tmp_path, "same")
    assert command(capsys, "compare", out, out / "casus.db", "--exit-code")[0] == 0
    status, shown, _ = command(capsys, "compare", out, other)
    assert (status, "1 merged" in shown) == (0, True)
    status, shown, _ = command(capsys, "compare", out, other, "--exit-code", "--json")
    assert (status, len(json.loads(shown)["merged"])) == (1, 1)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.jsonl", b'{"id": 1}\n', "line 1: no row of incidents.jsonl (KeyError: 'when')"),
        ("x.jsonl", b"not json\n", "line 1: no row"),
        ("x.jsonl", b"\xff\n", "no row of incidents.jsonl"),
        ("x.jsonl", b"[" * 100_000, "no row of incidents.jsonl"),
        ("x.csv", b"id,text\n1,a\n", "is no GED file: it lacks"),
        ("x.db", b"SQLite format 3\0 and no more", "damaged or no database"),
    ],
)
def test_what_cannot_be_compared(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(data)
    status, _, wrong = command(capsys, "compare", out, tmp_path / name)
    assert status == 2
    assert why in wrong
    assert len(wrong.splitlines()) == 1


def test_an_empty_folder_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(CompareError, match=r"neither incidents\.jsonl nor casus\.db"):
        load(tmp_path)
