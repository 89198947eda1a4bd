"""What went wrong, worst first, with the sentence, the gold, the prediction and the rule."""

from __future__ import annotations

from dataclasses import dataclass

from casus.evaluate.gold import Corpus, GoldAccount, GoldIncident, GoldRange, GoldToll
from casus.evaluate.predicted import PredAccount, PredIncident, PredToll

_LONGEST = 400
_END = ".!?\n"


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that went wrong. `weight` orders misses: how much of an incident it spoils."""

    what: str
    weight: float
    doc: str
    sentence: str
    gold: str
    predicted: str
    rule: str = ""


def figure(low: int | None, high: int | None) -> str:
    """`5`, `5+` (at least), `-20` (up to), `10-15`."""
    if low == high:
        return str(low)
    return f"{'' if low is None else low}{'+' if high is None else f'-{high}'}"


class Misses:
    """Collects misses of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._found: list[Miss] = []

    def worst_first(self) -> tuple[Miss, ...]:
        return tuple(sorted(self._found, key=lambda m: (-m.weight, m.what, m.doc, m.sentence)))

    def account(self, entry: GoldAccount, account: PredAccount | None) -> None:
        """An account missed, or found in the wrong role."""
        told = f"{entry.incident} {entry.role} {entry.start}..{entry.end} {entry.place}"
        main = entry.role == "main"
        sentence = self._cut(entry.doc, entry.anchor)
        if account is None:
            self._add("account missed", 10 if main else 6, entry.doc, sentence, told, "-")
        elif account.role != entry.role:
            rules = " ".join(account.rules)
            seen = _shown(account)
            self._add("role", 8 if main else 5, entry.doc, sentence, told, seen, rules)

    def false_account(self, account: PredAccount, *, negative: bool) -> None:
        main = account.role == "main"
        weight = 9.5 if negative and main else 7 if main else 4
        sentence = self._cut(account.doc, account.anchor)
        what = "false main in a report of none" if negative and main else "account invented"
        rules = " ".join(account.rules)
        self._add(what, weight, account.doc, sentence, "-", _shown(account), rules)

    def slots(
        self, account: PredAccount, entry: GoldAccount, incident: GoldIncident,
        told: dict[str, bool],
    ) -> None:  # fmt: skip
        """Kind, days or place of an account."""
        sentence = self._cut(entry.doc, account.anchor)
        main = 1.0 if entry.role == "main" else 0.5
        rules = " ".join(account.rules)
        doc, seen = entry.doc, account
        if not told["kind"]:
            weight = main * (3 if told["family"] else 4)
            self._add("kind", weight, doc, sentence, incident.kind, seen.kind, rules)
        if not told["date.exact"]:
            weight = main * (3 if told["date.day"] else 4)
            gold, days = f"{entry.start}..{entry.end}", f"{seen.days.start}..{seen.days.end}"
            self._add("date", weight, doc, sentence, gold, days, rules)
        if not told["place"]:
            weight = main * (2.5 if told["place.161km"] else 3.5)
            gold = f"{incident.country} {entry.place} | {' | '.join(incident.places)}"
            where = f"{seen.where.country} {seen.where.name or '-'}"
            self._add("place", weight, doc, sentence, gold, where, rules)
        elif not told["country"]:
            gold, where = incident.country, f"{seen.where.country} {seen.where.name}"
            self._add("country", main * 2.5, doc, sentence, gold, where, rules)

    def tolls(
        self, entry: GoldAccount, account: PredAccount | None,
        wanted: set[int], found: set[int],
    ) -> None:  # fmt: skip
        """Figures missed and figures wrong; `wanted` and `found` are the indices paired."""
        main = 1.0 if entry.role == "main" else 0.6
        for n, gold in enumerate(entry.tolls):
            if n not in wanted and not gold.optional and account is not None:
                span = gold.spans[0] if gold.spans else entry.anchor
                sentence = self._around(entry.doc, span)
                self._add(
                    "figure missed", 5 * main, entry.doc, sentence,
                    f"{entry.incident} {_toll(gold)} “{gold.text}”", "-",
                )  # fmt: skip
        told = {(t.field, low, t.high) for t in entry.tolls for low in t.lows}
        for m, pred in enumerate(account.tolls if account is not None else ()):
            if m not in found and (pred.field, pred.low, pred.high) not in told:
                sentence = self._cut(entry.doc, pred.sentence)
                self._add(
                    "figure wrong", 5 * main, entry.doc, sentence, f"none in {entry.incident}",
                    _pred_toll(pred), pred.rule,
                )  # fmt: skip

    def false_tolls(self, account: PredAccount) -> None:
        for pred in account.tolls:
            sentence = self._cut(account.doc, pred.sentence)
            weight = 3.0 if account.role == "main" else 2.0
            self._add(
                "figure in invented account", weight, account.doc, sentence, "-",
                _pred_toll(pred), pred.rule,
            )  # fmt: skip

    def voice(self, entry: GoldAccount, gold: GoldToll, pred: PredToll) -> None:
        sentence = self._cut(entry.doc, pred.sentence)
        told = f"{gold.voice} for {_toll(gold)}"
        seen = f"{'/'.join(sorted(str(v) for v in pred.voices))} for “{pred.raw}”"
        self._add("voice", 2.0, entry.doc, sentence, told, seen, pred.rule)

    def merge(self, pred_id: str, gold: list[str], docs: list[str], *, close: bool) -> None:
        what = "confusable merged" if close else "merged"
        self._add(what, 9.0 if close else 8.5, ",".join(docs), "", " | ".join(gold), pred_id)

    def split(self, gold_id: str, parts: dict[str, list[str]]) -> None:
        docs = sorted({doc for found in parts.values() for doc in found})
        seen = " | ".join(",".join(found) for found in sorted(parts.values()))
        self._add("split", 6.5, ",".join(docs), "", gold_id, seen)

    def toll(
        self, incident: GoldIncident, field: str, wanted: GoldRange | None, found: PredIncident
    ) -> None:
        """A reconciled toll that is off."""
        seen = found.tolls.get(field)
        weight = 4.5 if field == "killed" else 3.0
        docs = ",".join(found.documents)
        bounds = (wanted.low, wanted.high) if wanted is not None else None
        if wanted and seen and (seen.low, seen.high) == bounds and seen.best in wanted.best:
            return
        gold = "not told" if wanted is None else f"{wanted.low}/{list(wanted.best)}/{wanted.high}"
        told = "not told" if seen is None else f"{seen.low}/{seen.best}/{seen.high}"
        what = f"reconciled {field}"
        self._add(what, weight, docs, "", f"{incident.id} {gold}", f"{found.id} {told}")

    def perpetrators(self, incident: GoldIncident, found: PredIncident, missed: list[int]) -> None:
        seen = "; ".join(f"{a.names[0]} ({a.confidence})" for a in found.perpetrators) or "-"
        for n in missed:
            gold = incident.perpetrators[n]
            told = f"{incident.id} {' | '.join(gold.names)} ({'/'.join(gold.confidences)})"
            self._add("perpetrator", 2.5, ",".join(found.documents), "", told, seen)

    def _add(
        self, what: str, weight: float, doc: str, sentence: str, gold: str, predicted: str,
        rule: str = "",
    ) -> None:  # fmt: skip
        self._found.append(Miss(what, weight, doc, sentence, gold, predicted, rule))

    def _cut(self, doc: str, span: tuple[int, int]) -> str:
        report = self._corpus.reports.get(doc)
        return _shortened(report.text[span[0] : span[1]]) if report is not None else ""

    def _around(self, doc: str, span: tuple[int, int]) -> str:
        return sentence_around(self._corpus.reports[doc].text, *span)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence around code points `[start, end)`, cut at end marks: good enough to be read."""
    first = max(text.rfind(mark, 0, start) for mark in _END) + 1
    ends = [at for mark in _END if (at := text.find(mark, end)) >= 0]
    return _shortened(text[first : min(ends) + 1 if ends else len(text)]).strip()


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"


def _shown(account: PredAccount) -> str:
    days = f"{account.days.start}..{account.days.end}"
    tolls = " ".join(f"{t.field}={figure(t.low, t.high)}" for t in account.tolls)
    return f"{account.role} {account.kind} {days} {account.where.name or '-'} {tolls}".strip()


def _toll(toll: GoldToll) -> str:
    return f"{toll.field}={figure(toll.low, toll.high)} {toll.group or 'people'}"


def _pred_toll(toll: PredToll) -> str:
    group = toll.group or "people"
    return f"{toll.field}={figure(toll.low, toll.high)} {group} “{toll.raw}” ({toll.part})"
