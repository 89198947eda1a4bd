from __future__ import annotations

from pathlib import Path

from casus.evaluate.muc4.keys import load_keys
from casus.evaluate.muc4.write import dump_keys


def test_what_is_written_reads_the_same_but_for_alternatives(corpora: Path, tmp_path: Path) -> None:
    keys = load_keys(corpora / "corpora/tst1/key-tst1.v1")
    dump_keys(keys, keys, tmp_path / "out")
    read = load_keys(tmp_path / "out")
    assert {d: len(t) for d, t in read.items()} == {d: len(t) for d, t in keys.items()}
    for mine, wanted in zip(read["TST1-MUC3-9001"], keys["TST1-MUC3-9001"], strict=True):
        assert set(mine.slots) == set(wanted.slots)
        for slot, fills in mine.slots.items():
            assert [f.values for f in fills] == [f.values[:1] for f in wanted.of(slot)]
            assert [f.refers for f in fills] == [f.refers[:1] for f in wanted.of(slot)]


def test_every_slot_has_its_line_and_stars_stand_where_none_applies(
    corpora: Path, tmp_path: Path
) -> None:
    keys = load_keys(corpora / "corpora/tst1/key-tst1.v1")
    dump_keys(keys, keys, tmp_path / "out")
    seized, bomb, none = (tmp_path / "out").read_text(encoding="utf-8").split("\n\n")
    assert seized.splitlines()[12] == "12. PHYS TGT: ID                    *"
    assert bomb.splitlines()[12] == "12. PHYS TGT: ID                    -"
    assert len(none.splitlines()) == 25
    assert all(line.endswith("*") for line in none.splitlines()[1:])
