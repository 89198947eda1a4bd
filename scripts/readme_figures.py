"""Write the measured figures of README.md, so that none is ever typed by hand.

    casus eval incidents --data gold/en-de --lang de,en --json en-de.json
    python scripts/readme_figures.py en-de.json [ANOTHER.json …]

One column a file, in the order given. Speeds are copied from the table that `make bench` keeps
in docs/benchmarks.md; without a file only they are renewed. `--demo` renews the excerpts of
output by running the bundled sample.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BENCHMARKS = ROOT / "docs" / "benchmarks.md"
QUALITY = (
    ("accounts.main.f1", "main accounts found, F1"),
    ("accounts.background.f1", "recalled accounts found, F1"),
    ("negatives.clean", "reports of no incident without a false one"),
    ("account.main.kind", "kind"),
    ("account.main.date.exact", "date, to the day"),
    ("account.main.country", "country"),
    ("account.main.place", "place, by name or within 25 km"),
    ("claims.f1", "figures with their bounds, F1"),
    ("voice.kind", "who said a figure"),
    ("perpetrator.f1", "perpetrators, F1"),
    ("target", "a target, where annotated"),
    ("linking.conll", "linking, CoNLL F1"),
    ("confusable.apart", "easily confused incidents kept apart"),
    ("tolls.killed.low", "killed, reconciled: low exact"),
    ("tolls.killed.high", "killed, reconciled: high exact"),
)
"""Score of `casus eval incidents` → what the README calls it."""
SPEED = (
    ("en, reports: Casus reads", "reading English reports"),
    ("de, reports: Casus reads", "reading German reports"),
    ("casus run, --jobs 1", "the whole run, one process"),
    ("casus run, peak memory", "its peak memory"),
)
DEMO_WHY = "Djibo, Burkina Faso, 2023-05-02"
"""The incident of the sample whose deaths the README explains."""


def quality(results: list[dict[str, Any]]) -> str:
    """A table of scores with their 95 % intervals, one column a collection."""
    heads = [f"{'+'.join(r['data'])} ({', '.join(r['languages'])})" for r in results]
    lines = [
        f"| `casus eval incidents` | {' | '.join(heads)} |",
        f"|---|{'--:|' * len(heads)}",
        f"| reports | {' | '.join(str(r['counts']['reports']) for r in results)} |",
    ]
    for key, name in QUALITY:
        lines.append(f"| {name} | {' | '.join(_cell(r['scores'].get(key)) for r in results)} |")
    return "\n".join(lines)


def _cell(score: dict[str, Any] | None) -> str:
    if score is None or score.get("value") is None:
        return "–"
    shown = f"{score['value']:.2f}"
    if score.get("low") is None or score.get("high") is None:
        return shown
    return f"{shown} ({score['low']:.2f}-{score['high']:.2f})"


def speed(benchmarks: str) -> str:
    """A table of the speeds that docs/benchmarks.md holds."""
    rows = {}
    for line in benchmarks.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) >= 3:
            rows[cells[0]] = f"{cells[2]} {cells[1]}"
    lines = ["| `make bench` | |", "|---|--:|"]
    return "\n".join([*lines, *(f"| {name} | {rows[key]} |" for key, name in SPEED)])


def fill(text: str, name: str, block: str) -> str:
    """The page with `block` between the marks `<!-- name -->` and `<!-- /name -->`."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    filled, count = marks.subn(lambda m: f"{m[1]}\n{block}\n\n{m[2]}", text)
    if count != 1:
        raise SystemExit(f"README.md holds {count} places called {name}, not one")
    return filled


def demo() -> tuple[str, str]:
    """What the bundled sample prints: the table, and the sentences behind one toll."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "demo"
        table = _casus("demo", "--out", str(out)).split("\nReport:")[0].rstrip()
        rows = [json.loads(line) for line in (out / "incidents.jsonl").read_text().splitlines()]
        (named,) = [row["id"] for row in rows if row["title"].endswith(DEMO_WHY)]
        why = _casus("why", named, "killed", "--out", str(out)).rstrip()
    table = "\n".join(line.rstrip() for line in table.splitlines())
    return f"```\n{table}\n```", f"```\n{why}\n```"


def _casus(*args: str) -> str:
    command = [sys.executable, "-m", "casus", *args]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Renew README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", nargs="*", type=Path)
    parser.add_argument("--demo", action="store_true")
    given = parser.parse_args()
    text = README.read_text("utf-8")
    if given.results:
        results = [json.loads(path.read_text("utf-8")) for path in given.results]
        text = fill(text, "figures", quality(results))
    text = fill(text, "speed", speed(BENCHMARKS.read_text("utf-8")))
    if given.demo:
        table, why = demo()
        text = fill(fill(text, "demo", table), "why", why)
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
