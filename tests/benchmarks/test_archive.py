"""The synthetic archive is the same every time, and its truth is what its texts say."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from archive import gold, reports  # noqa: E402
from archive.chart import svg  # noqa: E402
from archive.command import markdown  # noqa: E402
from archive.growth import Point, first, grow  # noqa: E402
from archive.measure import (  # noqa: E402
    Collection,
    labels_of,
    linked_by_casus,
    quality,
    read,
    tolls,
)
from archive.model import Count, Event, Figure, Report  # noqa: E402
from archive.peers import best, equality, tf_idf  # noqa: E402
from archive.words import spoken, words_of  # noqa: E402
from archive.world import OTHER, VIOLENT, events  # noqa: E402

from casus.evaluate.gold import load_corpus  # noqa: E402
from casus.types import KINDS  # noqa: E402


@pytest.fixture(scope="module")
def hard() -> list[Report]:
    return list(reports.archive(incidents=200, seed=3, hard=True, languages=spoken()))


def test_a_seed_and_a_size_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        gold.write(tmp_path / name, incidents=40, seed=5, hard=True, languages=spoken())
    gold.write(tmp_path / "c", incidents=40, seed=6, hard=True, languages=spoken())
    for file in ("reports.jsonl", "gold.jsonl"):
        first, again, other = ((tmp_path / n / file).read_bytes() for n in "abc")
        assert first == again != other


def test_texts_hold_what_the_truth_quotes(hard: list[Report], tmp_path: Path) -> None:
    for report in hard:
        for telling in report.tellings:
            assert telling.anchor in report.text
            assert telling.place in telling.anchor
            assert telling.when.casefold() in telling.anchor.casefold()
            assert all(count.text in report.text for count in telling.counts)
        assert not set("{}[|]") & set(report.text + report.title)
    gold.write(tmp_path, incidents=40, seed=5, hard=True, languages=spoken())
    corpus = load_corpus(tmp_path)
    assert all(t.spans for i in corpus.incidents for a in i.accounts for t in a.tolls)


def test_the_hard_setting_has_every_difficulty(hard: list[Report]) -> None:
    news = [t for r in hard for t in r.tellings if t.role == "main"]
    assert any(t.kind != t.event.kind for t in news)
    assert any(t.start != t.event.day for t in news)
    assert any(r.undated for r in hard) and any(r.copies for r in hard)
    assert any(len(r.tellings) == 2 for r in hard)
    assert any((r.day - t.event.day).days > 300 for r in hard for t in r.tellings)
    assert len({r.url for r in hard}) < len(hard), "no page was revised"
    assert {len(t.event.figures) for t in news} >= {1, 2}
    world = events(200, seed=3, hard=True, languages=spoken())
    neighbours = [
        (a, b)
        for a, b in pairwise(sorted(world, key=lambda e: (e.town.names["en"], e.day)))
        if a.town is b.town and a.kind == b.kind and (b.day - a.day).days == 1
    ]
    assert neighbours
    villages = [e.village.names["en"] for e in world if e.village]
    assert len(set(villages)) < len(villages)


def test_the_easy_setting_has_none() -> None:
    easy = list(reports.archive(incidents=60, seed=3, hard=False, languages=("en",)))
    news = [(r, t) for r in easy for t in r.tellings if t.role == "main"]
    assert all(t.kind == t.event.kind and t.start == t.event.day for _, t in news)
    assert all(len(t.event.figures) == 1 and not r.undated for r, t in news)


def _shared(section: dict[str, object]) -> set[str]:
    """What every language has: first sentences of one kind are a language's own."""
    return {name for name in section if not name.startswith("lead_")}


@pytest.mark.parametrize("lang", spoken())
def test_a_language_has_all_words(lang: str) -> None:
    words, english = words_of(lang), words_of("en")
    for section in ("when", "place", "groups", "voices", "kinds", "titles", "sentences"):
        assert _shared(words.data[section]) == _shared(english.data[section]), section
    own = {name.removeprefix("lead_") for name in words.data["sentences"] if "lead_" in name}
    assert own <= set(words.data["kinds"])
    assert set(words.data["kinds"]) <= set(KINDS)
    assert {*VIOLENT, *OTHER} <= set(words.data["kinds"])
    assert sum(map(len, words.data["sentences"].values())) >= 36


@pytest.mark.parametrize(
    ("lang", "n", "wanted"),
    [
        ("en", 1, "one soldier"),
        ("en", 14, "14 soldiers"),
        ("de", 3, "drei Soldaten"),
        ("es", 2, "dos soldados"),
        ("ru", 4, "четыре военнослужащих"),
        ("ru", 21, "21 военнослужащий"),
        ("ru", 12, "12 военнослужащих"),
        ("ar", 1, "جندي واحد"),
        ("ar", 2, "جنديان"),
        ("ar", 7, "سبعة جنود"),
        ("ar", 14, "14 جنديا"),
    ],
)
def test_people_are_counted(lang: str, n: int, wanted: str) -> None:
    assert words_of(lang).people(n, "military") == wanted


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([(7, False, "police")], (7, 7, 7)),
        ([(7, False, "police"), (13, False, "armed_group")], (7, 7, 13)),
        ([(6, True, "police"), (7, False, "police")], (6, 7, 7)),
        ([(6, True, "police")], (6, 6, None)),
    ],
)
def test_the_true_toll(
    counts: list[tuple[int, bool, str]], wanted: tuple[int, int, int | None]
) -> None:
    figures = tuple(Figure(n, v, k, least) for n, (k, least, v) in enumerate(counts))
    told = [Count("killed", k, None if least else k, None, v, str(k)) for k, least, v in counts]
    (event,) = events(1, seed=1, hard=False, languages=("en",))
    event = Event(**{f: getattr(event, f) for f in Event.__slots__} | {"figures": figures})
    found = gold.range_of(event, told)
    assert (found["low"], found["best"][0], found["high"]) == wanted


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("archive") / "x"
    gold.write(folder, incidents=25, seed=2, hard=True, languages=("en",))
    return read(folder, jobs=1)


def test_casus_links_better_than_equal_columns(small: Collection) -> None:
    assert len(small.truth) >= 0.95 * small.wanted
    linked = linked_by_casus(small.accounts, small.documents)
    found = quality(labels_of(linked.groups), small.truth)
    assert found.conll > max(0.9, equality(small).quality.conll)
    assert tolls(linked, small).best > 0.8


def test_a_peer_gets_the_threshold_that_suits_it(small: Collection) -> None:
    at = {a.id: n for n, a in enumerate(small.accounts)}
    known = sorted(small.truth)
    scores = {
        (min(at[a], at[b]), max(at[a], at[b])): 0.9 if small.truth[a] == small.truth[b] else 0.4
        for n, a in enumerate(known)
        for b in known[n + 1 :]
    }
    found = best("told", {"": scores}, (0.1, 0.5, 0.95), 0.0, small, 0.0)
    assert found.quality.conll == 1.0 and "from 0.5" in found.how


def test_words_in_a_window(small: Collection) -> None:
    pytest.importorskip("sklearn", reason="only the bench extra has it")
    found = tf_idf(small)
    assert 0.3 < found.quality.conll < 1.0 and "days" in found.how


def test_splink_on_the_same_columns(small: Collection) -> None:
    pytest.importorskip("splink", reason="only the bench extra has it")
    from archive.splink_peer import splink  # noqa: PLC0415

    assert 0.3 < splink(small).quality.conll < 1.0


def test_a_stretch_is_linked_in_a_process_of_its_own(small: Collection) -> None:
    part = first(small, 60)
    assert 60 <= len(part.accounts) < 75
    last = max(d.published for d in part.documents.values() if d.published)
    later = [d.published for i, d in small.documents.items() if i not in part.documents]
    assert all(day >= last for day in later if day)
    (point,) = grow(small, [60])
    assert point.accounts == len(part.accounts) and point.conll > 0.8
    assert point.megabytes >= point.before > 1


def test_an_archive_that_begins_anew_links_as_before(small: Collection) -> None:
    count = len(small.accounts)
    twice = first(small, 2 * count)
    assert len(twice.accounts) == len({a.id for a in twice.accounts}) == 2 * count
    assert len(twice.truth) == 2 * len(small.truth)
    scores = []
    for part in (small, twice):
        linked = linked_by_casus(part.accounts, part.documents)
        scores.append(quality(labels_of(linked.groups), part.truth))
    # undated reports have rivals in both turns
    assert scores[1].conll == pytest.approx(scores[0].conll, abs=0.04)
    assert scores[1].joined == pytest.approx(2 * scores[0].joined, abs=4)


def test_the_plot_and_the_section_tell_every_point() -> None:
    points = [Point(n, n // 2, n / 500, 90 + n / 100, 80, 0.9, 1, 9) for n in (1000, 30_000)]
    drawn = svg(points)
    assert drawn.count("<circle") == 4 and drawn.rstrip().endswith("</svg>")
    assert ">60 s<" in drawn and ">390 MB<" in drawn
    assert "| 30,000 | 15,000 | 60.0 | 390 | 80 | 0.900 | 1 of 9 |" in markdown([], points, "x")


def test_quality_of_known_groupings() -> None:
    truth = {"a": "x", "b": "x", "c": "y"}
    assert quality({"a": 1, "b": 1, "c": 2}, truth).conll == 1.0
    joined = quality({"a": 1, "b": 1, "c": 1}, truth)
    assert joined.merged == 1 and joined.conll < 1.0
    assert quality({"a": 1, "b": 2, "c": 3}, truth).merged == 0
