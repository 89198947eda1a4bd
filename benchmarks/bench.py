"""How fast Casus reads, beside spaCy's bare tokenizer on the same texts in the same run.

    python benchmarks/bench.py [--words N] [--repeat N] [--write docs/benchmarks.md]

Speeds of one core are words between blanks over processor time, so that other work on the
machine does not count; contenders take turns. Each speed is a median with the slowest and the
fastest run. End to end, start-up and memory are measured in fresh processes, by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from casus.extract.compiled import compile_pack
from casus.extract.triage import Triage
from casus.packs import available, load_pack
from casus.pipeline import Reader, Request, builtin_stages
from casus.pipeline.kept import ENVIRONMENT
from casus.text import normalise
from casus.types import Document

sys.path.insert(0, str(Path(__file__).parent))
from texts import Text, quiet, reports

LANGUAGES = ("en", "de")
MARKS = ("<!-- {}: begin -->", "<!-- {}: end -->")


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: the median of `runs` between the lowest and the highest."""

    what: str
    unit: str
    values: tuple[float, ...]
    note: str = ""

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def shown(self) -> str:
        return _number(self.middle)

    @property
    def spread(self) -> str:
        return f"{_number(min(self.values))} to {_number(max(self.values))}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


Work = Callable[[], object]


def race(contenders: Mapping[str, Callable[[], Work]], repeat: int) -> dict[str, list[float]]:
    """Processor seconds of each contender in each round; the order turns every round.

    A contender prepares its work, which is not counted, and the work is. One round before the
    first fills caches and is not counted either.
    """
    names = list(contenders)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(-1, repeat):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            work = contenders[name]()
            before = time.process_time()
            work()
            if turn >= 0:
                seconds[name].append(time.process_time() - before)
    return seconds


def read(reader: Reader, documents: Sequence[Document]) -> None:
    """All of extraction: triage, chunks, rules, accounts."""
    for document in documents:
        reader(document)


def look(triage: Triage, documents: Sequence[Document]) -> int:
    """Triage alone: how many texts hold a trigger."""
    return sum(triage.fires(document.text) for document in documents)


def cut(tokenizer: Callable[[str], object], documents: Sequence[Document]) -> None:
    """spaCy's rule-based tokenizer alone."""
    for document in documents:
        tokenizer(document.text)


def one_core(words: int, repeat: int) -> list[Measure]:
    """Words a second of reading, of triage and of spaCy's tokenizer."""
    reader = builtin_stages(Request(paths=(), out=Path())).make_reader()
    found: list[Measure] = []
    for lang in LANGUAGES:
        for what, texts in (
            ("reports", reports(lang, words=words)),
            ("texts of no incident", quiet(lang, words=words)),
        ):
            found += _one_kind(reader, f"{lang}, {what}", texts, repeat)
    return found


def _one_kind(reader: Reader, what: str, texts: Sequence[Text], repeat: int) -> list[Measure]:
    import spacy  # noqa: PLC0415 - only this needs it

    documents = [
        Document(t.id, t.id, None, None, t.lang, t.title, normalise(t.text), t.published)
        for t in texts
    ]
    lang = texts[0].lang
    triage = compile_pack(load_pack(lang)).triage
    count = sum(t.words for t in texts)
    note = f"{count:,} words, {len(texts)} texts, {look(triage, documents)} pass triage"
    warm = spacy.blank(lang).make_doc
    contenders: dict[str, Callable[[], Work]] = {
        "Casus reads": lambda: partial(read, reader, documents),
        # it remembers every word it has cut: a new one meets the text as a stream of news does
        "spaCy tokenizer": lambda: partial(cut, spacy.blank(lang).make_doc, documents),
        "spaCy tokenizer, every word met before": lambda: partial(cut, warm, documents),
    }
    if documents[0].id.startswith("quiet"):
        # on a report it stops at the first trigger word, which would flatter it
        contenders["Casus triage alone"] = lambda: partial(look, triage, documents)
    return [
        Measure(f"{what}: {name}", "words/s", tuple(count / max(s, 1e-9) for s in seconds), note)
        for name, seconds in race(contenders, repeat).items()
    ]


def end_to_end(words: int, repeat: int) -> list[Measure]:
    """Documents a second and peak memory of `casus run`, all stages, in a fresh process."""
    texts = [t for lang in LANGUAGES for t in reports(lang, words=words)]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        lines = (json.dumps(t.row(), ensure_ascii=False) for t in texts)
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        cores = os.cpu_count() or 1
        for jobs in dict.fromkeys((1, cores)):
            seconds, memory = [], []
            for turn in range(repeat):
                out = Path(folder) / f"out-{jobs}-{turn}"
                args = ["run", str(source), "--out", str(out), "--jobs", str(jobs)]
                spent, peak = _casus(args)
                seconds.append(spent)
                memory.append(peak)
            note = f"{len(texts)} reports, {sum(t.words for t in texts):,} words"
            rate = tuple(len(texts) / s for s in seconds)
            found.append(Measure(f"casus run, --jobs {jobs}", "documents/s", rate, note))
            if jobs == 1:
                found.append(Measure("casus run, peak memory", "MB", tuple(memory), note))
    return found


def all_packs(repeat: int) -> list[Measure]:
    """Peak memory of `casus run` over a report in every language that has a pack, each made of
    the examples of the pack's own rules."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        rows = [{"lang": lang, "text": _examples(lang)} for lang in available()]
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        args = ["run", str(source), "--jobs", "1", "--out"]
        peaks = [_casus([*args, str(Path(folder) / str(n))])[1] for n in range(repeat)]
    note = f"a report each in {', '.join(available())}, packs compiled"
    return [Measure("all packs loaded: peak memory", "MB", tuple(peaks), note)]


def _examples(lang: str) -> str:
    """The examples of a pack's rules as a text."""
    examples = [text for rule in load_pack(lang).rules for text in rule.examples]
    return re.sub(r"\[\w+ ([^\]]*)\]", r"\1", "\n\n".join(examples))


def start_up(repeat: int) -> list[Measure]:
    """Seconds until `casus --help` and a run over one report have ended: the first, which
    compiles the pack, and the next, which finds it in the cache folder."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "one.jsonl"
        row = json.dumps(reports("en", words=1)[0].row(), ensure_ascii=False)
        source.write_text(row + "\n", encoding="utf-8")
        one = ["run", str(source), "--jobs", "1", "--out"]
        cache = Path(folder) / "cache"
        _casus([*one, str(Path(folder) / "before")], cache=cache)
        runs: dict[str, Callable[[int], float]] = {
            "start-up: casus --help": lambda _: _casus(["--help"])[0],
            "start-up: casus run, one report": lambda turn: _casus(
                [*one, str(Path(folder) / f"kept{turn}")], cache=cache
            )[0],
            "start-up: casus run, one report, for the first time": lambda turn: _casus(
                [*one, str(Path(folder) / f"new{turn}")]
            )[0],
        }
        for what, seconds in runs.items():
            values = tuple(seconds(turn) for turn in range(repeat))
            found.append(Measure(what, "seconds", values))
    return found


_PEAK = """
import resource, sys
def peak():
    try:  # what a process inherits of its parent's counts in ru_maxrss, but not here
        with open('/proc/self/status') as status:
            return next(int(row.split()[1]) for row in status if row.startswith('VmHWM')) / 1e3
    except OSError:
        # bytes on macOS
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
"""
"""Source of a function that gives a process's peak memory in megabytes."""


def _casus(args: Sequence[str], *, cache: Path | None = None) -> tuple[float, float]:
    """Seconds and peak megabytes of one `casus` process, with packs kept in `cache` if at all."""
    code = _PEAK + (
        "from casus.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(f'peak {peak()}', file=sys.stderr)\n"
    )
    before = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True, text=True, check=False,
        env=os.environ | {ENVIRONMENT: str(cache or "")},
    )  # fmt: skip
    spent = time.perf_counter() - before
    if done.returncode:
        raise SystemExit(f"casus {' '.join(args)} failed:\n{done.stderr}")
    return spent, float(done.stderr.rsplit("peak ", 1)[1])


def tokenizer_memory() -> list[Measure]:
    """Peak memory of a process that only holds spaCy's two blank pipelines."""
    code = _PEAK + (
        "import spacy\n"
        f"held = [spacy.blank(lang)('A word.') for lang in {LANGUAGES!r}]\n"
        "print(peak())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [Measure("spaCy blank en and de, peak memory", "MB", (float(done.stdout),))]


def compared(measures: Sequence[Measure]) -> list[str]:
    """Casus over the tokenizer, for each text, from the medians."""
    by_name = {m.what: m for m in measures}
    lines = []
    for name, measure in by_name.items():
        base = by_name.get(re.sub(r": Casus .*", ": spaCy tokenizer", name))
        if base is not None and base is not measure:
            times = measure.middle / base.middle
            lines.append(f"{name} {times:.2f} times the tokenizer's speed")
    return lines


def machine() -> str:
    """What was measured on, without naming it."""
    python = platform.python_version()
    return f"Python {python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def markdown(measures: Sequence[Measure], *, repeat: int) -> str:
    """The section of docs/benchmarks.md."""
    lines = [
        f"{machine()}; median of {repeat} runs, slowest to fastest.",
        "",
        "| what | unit | median | spread | on |",
        "|---|---|--:|--:|---|",
        *(f"| {m.what} | {m.unit} | {m.shown} | {m.spread} | {m.note} |" for m in measures),
        "",
        *(f"- {line}" for line in compared(measures)),
    ]
    return "\n".join(lines)


def write_section(path: Path, section: str, name: str = "bench") -> None:
    """Put the section between the marks of that name on the page, which must be there."""
    begin, end = (mark.format(name) for mark in MARKS)
    page = path.read_text(encoding="utf-8")
    before, mark, rest = page.partition(begin)
    _, close, after = rest.partition(end)
    if not mark or not close:
        raise SystemExit(f"{path}: has no {begin} … {end}")
    path.write_text(f"{before}{begin}\n{section}\n{end}{after}", encoding="utf-8")


def show(measures: Sequence[Measure]) -> None:
    table = Table(title=f"{machine()}", title_justify="left", box=None)
    for column, justify in (("", "left"), ("unit", "left"), ("median", "right"),
                            ("spread", "right"), ("on", "left")):  # fmt: skip
        table.add_column(column, justify="left" if justify == "left" else "right")
    for m in measures:
        table.add_row(m.what, m.unit, m.shown, m.spread, m.note)
    console = Console() if sys.stdout.isatty() else Console(width=150)
    console.print(table)
    for line in compared(measures):
        console.print(line)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=60_000, help="a language and kind of text")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", choices=("core", "run", "start"), help="one part of it")
    parser.add_argument("--write", type=Path, help="the page to write the section into")
    options = parser.parse_args(argv)
    measures: list[Measure] = []
    if options.only in (None, "core"):
        measures += one_core(options.words, options.repeat)
    if options.only in (None, "run"):
        measures += end_to_end(options.words, max(1, options.repeat // 2))
        measures += all_packs(max(1, options.repeat // 2))
        measures += tokenizer_memory()
    if options.only in (None, "start"):
        measures += start_up(options.repeat)
    show(measures)
    if options.write:
        write_section(options.write, markdown(measures, repeat=options.repeat))
    return 0


if __name__ == "__main__":
    sys.exit(main())
