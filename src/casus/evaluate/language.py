"""How well one language is read beside another, and which words its lists may lack.

Use `measure` and `render` for `casus pack eval`, `unknown_words` to find what to write next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table
from rich.text import Text

from casus.evaluate.gold import Corpus, GoldError, load_corpus
from casus.evaluate.ledger import Score
from casus.evaluate.run import predict
from casus.evaluate.score import score
from casus.extract.compiled import compile_pack
from casus.packs import Pack

BEHIND = 0.05
"""How far below the other language a score may lie without being marked."""

MEASURES: Mapping[str, str] = {
    "accounts.main.f1": "main accounts, F1",
    "accounts.background.f1": "background accounts, F1",
    "negatives.clean": "reports of no incident without a false main",
    "account.main.kind": "kind",
    "account.main.date.exact": "date exact",
    "account.main.country": "country",
    "account.main.place": "place",
    "claims.f1": "figures, F1",
    "claims.group.f1": "figures with the group, F1",
    "voice.kind": "voice kind of right figures",
    "linking.conll": "linking, CoNLL",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """Scores of one collection in two languages; `theirs` is empty where it lacks the other."""

    name: str
    lang: str
    model: str
    reports: int
    mine: Mapping[str, Score]
    theirs: Mapping[str, Score]


def measure(folder: Path, lang: str, model: str, *, packs: tuple[Path, ...] = ()) -> Beside | None:
    """Read the reports of a folder in both languages, each by itself; None where it has none in
    `lang`. Raises GoldError."""
    corpus = _corpus(folder, lang)
    if corpus is None:
        return None
    other = _corpus(folder, model) if model != lang else None
    return Beside(
        folder.name, lang, model, len(corpus.reports), _scores(corpus, packs),
        _scores(other, packs) if other is not None else {},
    )  # fmt: skip


def _corpus(folder: Path, lang: str) -> Corpus | None:
    if lang not in {report.lang for report in load_corpus(folder).reports.values()}:
        return None
    return load_corpus(folder, languages=(lang,))


def _scores(corpus: Corpus, packs: tuple[Path, ...]) -> Mapping[str, Score]:
    return score(corpus, predict(corpus, packs=packs)).scores


def render(beside: Beside) -> Table:
    """Both columns and what lies between them."""
    title = f"{beside.name}: {beside.reports} reports in {beside.lang}"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("measure")
    for head in (beside.lang, "95 %", beside.model, "difference"):
        table.add_column(head, justify="right")
    for key, label in MEASURES.items():
        mine, theirs = beside.mine.get(key), beside.theirs.get(key)
        if mine is None or mine.value is None:
            continue
        interval = f"{mine.low:.2f}–{mine.high:.2f}" if mine.low is not None else ""
        row = [label, f"{mine.value:.2f}", interval]
        if theirs is not None and theirs.value is not None:
            apart = mine.value - theirs.value
            style = "bold red" if apart < -BEHIND else ""
            table.add_row(*row, f"{theirs.value:.2f}", Text(f"{apart:+.2f}", style=style))
        else:
            table.add_row(*row, "", "")
    return table


def unknown_words(pack: Pack, folders: Iterable[Path], most: int) -> list[str]:
    """Words of a pack's reports that no list holds, the commonest first: what to look through
    for kinds of words that are missing. Names and numbers are left out."""
    counts: Counter[str] = Counter()
    compiled = compile_pack(pack)
    for folder in folders:
        try:
            reports = load_corpus(folder, languages=(pack.lang,)).reports.values()
        except GoldError:
            continue
        for report in reports:
            tokens = compiled.tokenise(report.text)
            known = {i for hit in pack.lexicon.annotate(tokens) for i in range(hit.first, hit.last)}
            counts.update(
                word
                for i, word in enumerate(tokens.words)
                if i not in known and len(word) > 2 and word.isalpha() and word == word.lower()
            )
    return [f"{word} {count}" for word, count in counts.most_common(most)]
