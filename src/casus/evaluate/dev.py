"""Gold beside prediction, report by report: for whoever works on extraction.

`python -m casus.evaluate.dev --data gold --lang en [--doc ID] [--all]` reads the reports now and
lists, for each, its accounts and figures: `=` as annotated, `-` missed, `+` not annotated.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from casus.evaluate.align import Alignment, align
from casus.evaluate.claims import pair_tolls
from casus.evaluate.gold import Corpus, GoldAccount, GoldIncident, GoldToll, load_corpus
from casus.evaluate.misses import figure
from casus.evaluate.predicted import PredAccount, Prediction, PredToll, from_folder
from casus.evaluate.run import predict, predict_accounts
from casus.evaluate.score import score
from casus.evaluate.slots import slots
from casus.evaluate.table import console, render


def diff(
    corpus: Corpus, prediction: Prediction, *, docs: Iterable[str] = (), everything: bool = False
) -> Iterator[str]:
    """Lines of the comparison; reports that are all right are left out unless `everything`."""
    alignment = align(corpus, prediction)
    chosen = [doc for doc in docs if doc in corpus.reports] or list(corpus.reports)
    for doc in chosen:
        lines, wrong = _report(corpus, alignment, doc)
        if wrong or everything:
            report = corpus.reports[doc]
            yield f"\n== {doc} {report.lang} {report.published or 'undated'} {report.title}"
            yield from lines


def _report(corpus: Corpus, alignment: Alignment, doc: str) -> tuple[list[str], bool]:
    lines: list[str] = []
    text = corpus.reports[doc].text
    for incident in corpus.incidents:
        for entry in incident.accounts:
            if entry.doc == doc:
                lines += _entry(entry, incident, alignment.pred_of.get(entry.id), text)
    for account in alignment.by_doc.get(doc, ()):
        if account.id not in alignment.gold_of:
            lines.append(f"+ {_head(account)}")
            lines.append(f"      “{_flat(text, account.anchor)}”")
            lines += [f"  + {_pred(t)}" for t in account.tolls]
    return lines, any(line.lstrip()[0] in "+-!" for line in lines)


def _entry(
    entry: GoldAccount, incident: GoldIncident, account: PredAccount | None, text: str
) -> list[str]:
    mark = "?" if entry.optional else "-"
    head = (
        f"{entry.incident} {entry.role} {incident.kind} {_days(entry.start, entry.end)}"
        f" {incident.country} {entry.place}"
    )
    if account is None:
        told = [f"  {mark} {_gold(t)}" for t in entry.tolls]
        return [f"{mark} {head}", f"      “{_flat(text, entry.anchor)}”", *told]
    right = slots(
        account.kind, account.days, account.where, incident,
        days_wanted=(entry.start, entry.end), places=(entry.place, *incident.places),
    )  # fmt: skip
    names = {"kind": "kind", "date.exact": "date", "country": "country", "place": "place"}
    wrong = [label for key, label in names.items() if not right[key]]
    wrong += ["role"] if account.role != entry.role else []
    lines = [f"{'!' if wrong and not entry.optional else '='} {head}"]
    if wrong:
        lines.append(f"  ! {', '.join(wrong)}: {_head(account)}")
        lines.append(f"      “{_flat(text, account.anchor)}”")
    pairs = pair_tolls(entry.tolls, account.tolls)
    for n, m in pairs:
        gold, pred = entry.tolls[n], account.tolls[m]
        flaws = [f"group {pred.group}"] if gold.group != pred.group else []
        if gold.voice not in pred.voices:
            flaws.append(f"voice {'/'.join(sorted(str(v) for v in pred.voices))}")
        lines.append(f"  {'!' if flaws else '='} {_gold(gold)} {'; '.join(flaws)}".rstrip())
    missed = set(range(len(entry.tolls))) - {n for n, _ in pairs}
    extra = set(range(len(account.tolls))) - {m for _, m in pairs}
    lines += [
        f"  {'?' if entry.tolls[n].optional else '-'} {_gold(entry.tolls[n])}"
        for n in sorted(missed)
    ]
    return [*lines, *(f"  + {_pred(account.tolls[m])}" for m in sorted(extra))]


def _head(account: PredAccount) -> str:
    days = _days(account.days.start, account.days.end)
    where = f"{account.where.country or '?'} {account.where.name or '?'}"
    return f"{account.role} {account.kind} {days} {where}  [{' '.join(account.rules)}]"


def _days(start: object, end: object) -> str:
    return str(start) if start == end else f"{start}..{end}"


def _gold(toll: GoldToll) -> str:
    count = figure(toll.low, toll.high)
    return f"{toll.field} {count} {toll.group} ({toll.voice}) “{toll.text}”"


def _pred(toll: PredToll) -> str:
    voices = "/".join(sorted(str(v) for v in toll.voices))
    count = figure(toll.low, toll.high)
    return f"{toll.field} {count} {toll.group} ({voices}) “{toll.raw}” {toll.part} {toll.rule}"


def _flat(text: str, span: tuple[int, int]) -> str:
    return " ".join(text[span[0] : span[1]].split())


def main(argv: list[str] | None = None) -> int:
    """Print the comparison, then the scores that extraction alone can have."""
    parser = argparse.ArgumentParser(prog="python -m casus.evaluate.dev", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lang", default="", help="such as en,de; default all")
    parser.add_argument("--doc", action="append", default=[], help="only this report")
    parser.add_argument("--all", action="store_true", help="also what is all right")
    parser.add_argument("--linked", action="store_true", help="link and reconcile first")
    parser.add_argument("--predictions", type=Path, help="a folder that casus run wrote")
    parser.add_argument("--no-scores", action="store_true")
    options = parser.parse_args(argv)
    corpus = load_corpus(options.data, languages=[x for x in options.lang.split(",") if x])
    if options.predictions:
        prediction = from_folder(options.predictions)
    else:
        prediction = predict(corpus) if options.linked else predict_accounts(corpus)
    for line in diff(corpus, prediction, docs=options.doc, everything=options.all):
        print(line)
    if not options.no_scores and not options.doc:
        console().print(render(score(corpus, prediction, draws=200)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
