"""The benchmark measures what it says. No speed is asserted: that depends on the machine."""

from __future__ import annotations

import importlib.util
import sys
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench", FOLDER / "bench.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name
    sys.modules["bench"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lang", ["en", "de"])
def test_reports_are_tiled_as_other_documents(bench: ModuleType, lang: str) -> None:
    once = bench.reports(lang, words=1)
    more = bench.reports(lang, words=2 * sum(t.words for t in once))
    assert len(more) == 2 * len(once)
    assert len({t.id for t in more}) == len({t.row()["url"] for t in more}) == len(more)
    changed = 0
    for first, again in zip(once, more[len(once) :], strict=True):
        assert sorted(again.text) == sorted(first.text)
        pairs = zip(first.text.split(), again.text.split(), strict=True)
        changed += sum(a != b for a, b in pairs)
        if first.published is not None:
            assert (again.published - first.published).days == 97
    assert 0.01 < changed / sum(t.words for t in once) < 0.04


@pytest.mark.parametrize("lang", ["en", "de"])
def test_quiet_texts_are_the_same_every_time_and_quiet(bench: ModuleType, lang: str) -> None:
    texts = bench.quiet(lang, words=3000)
    assert texts == bench.quiet(lang, words=3000)
    assert sum(t.words for t in texts) >= 3000
    triage = bench.compile_pack(bench.load_pack(lang)).triage
    passed = [t.text for t in texts if triage.fires(t.text)]
    # a handful may hold an ambiguous word; were they many, triage would be measured on reports
    assert len(passed) <= len(texts) // 10


def test_contenders_take_turns_and_warm_up(bench: ModuleType) -> None:
    calls: list[str] = []
    contenders = {name: partial(partial, calls.append, name) for name in "ab"}
    seconds = bench.race(contenders, 2)
    assert {name: len(values) for name, values in seconds.items()} == {"a": 2, "b": 2}
    # the first round is not counted
    assert "".join(calls) == "ba" + "ab" + "ba"


def test_one_core_measures_every_contender(bench: ModuleType) -> None:
    pytest.importorskip("spacy", reason="only the bench extra has it")
    measures = bench.one_core(300, 1)
    assert len(measures) == 2 * (3 + 4)
    assert all(m.values and min(m.values) > 0 and m.unit == "words/s" for m in measures)
    assert len(bench.compared(measures)) == 2 * (1 + 2)


def test_end_to_end_counts_documents_and_memory(bench: ModuleType) -> None:
    measures = {m.what: m for m in bench.end_to_end(300, 1)}
    assert measures["casus run, --jobs 1"].middle > 0
    assert measures["casus run, peak memory"].middle > 1


def test_section_is_written_between_its_marks(bench: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n")
    measures = [
        bench.Measure("en: Casus reads", "words/s", (1000.0, 3000.0, 2000.0), "note"),
        bench.Measure("en: spaCy tokenizer", "words/s", (1000.0,)),
    ]
    section = bench.markdown(measures, repeat=3)
    bench.write_section(page, section)
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "| en: Casus reads | words/s | 2,000 | 1,000 to 3,000 | note |" in text
    assert "- en: Casus reads 2.00 times the tokenizer's speed" in text
    assert "old" not in text
    page.write_text("no marks")
    with pytest.raises(SystemExit, match="has no"):
        bench.write_section(page, section)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(1234567.8, "1,234,568"), (99.94, "99.9"), (9.876, "9.88"), (0.0512, "0.05")],
)
def test_numbers(bench: ModuleType, value: float, wanted: str) -> None:
    assert bench._number(value) == wanted


def test_all_packs_together_stay_under_300_megabytes(bench: ModuleType) -> None:
    (peak,) = bench.all_packs(1)
    assert peak.what == "all packs loaded: peak memory"
    assert 40 < peak.middle < 300
