"""A day by keyboard alone: nothing is clicked, every page is reached and left by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from casus.evaluate.gold import load_corpus
from casus.evaluate.run import predict
from casus.evaluate.score import score

Open = Callable[..., Any]


def go(page: Any, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(200):
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {selector}")


def choose(page: Any, selector: str, value: str) -> None:
    """Step through a list of choices to one of them."""
    go(page, selector)
    page.keyboard.press("Home")
    for _ in range(60):
        if page.evaluate("() => document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no choice {value}")


def press(page: Any, selector: str) -> None:
    """Reach a button or link and press it; wait for the page that it leads to."""
    go(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("html.script")


def test_an_incident_missed_whole_is_marked_by_keys_and_evaluation_counts_it(
    browse: Open, tmp_path: Path
) -> None:
    page = browse("/documents")
    base = page.url.removesuffix("/documents")
    listed = page.request.get(base + "/documents.json").json()["documents"]
    silent = next(d for d in listed if d["status"] == "no_incident" and d["lang"] == "en")
    press(page, f"a[href='/document?id={silent['id']}']")
    # the first sentence, one word less, one more
    page.keyboard.press("t")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    short = page.evaluate("() => getSelection().toString()")
    page.keyboard.press("Shift+ArrowRight")
    words = page.evaluate("() => getSelection().toString()")
    assert words.startswith(short) and len(words) > len(short) > 10
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.name") == "field"
    assert page.evaluate("() => document.activeElement.value") == "incident"
    choose(page, "#missed [name=kind]", "flood")
    go(page, "#place-name")
    page.keyboard.type("Atakpamé")
    page.wait_for_function("() => document.querySelector('#missed [name=place]').value !== ''")
    press(page, "#missed button")
    # a figure of it: a word on, a word back
    page.keyboard.press("t")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    choose(page, "#missed [name=field]", "killed")
    go(page, "#missed [name=low]")
    page.keyboard.type("7")
    press(page, "#missed button")
    # the files that it makes, as evaluation reads them
    (tmp_path / "gold").mkdir()
    for name in ("reports.jsonl", "gold.jsonl"):
        page.goto(base + "/corrections")
        go(page, f"a[href$='{name}']")
        with page.expect_download() as waiting:
            page.keyboard.press("Enter")
        (tmp_path / "gold" / name).write_bytes(Path(waiting.value.path()).read_bytes())
    corpus = load_corpus(tmp_path / "gold")
    (missed,) = corpus.incidents
    assert (missed.kind, missed.country, missed.tolls["killed"].low) == ("flood", "TG", 7)
    anchor = missed.accounts[0].anchor
    assert corpus.reports[silent["id"]].text[slice(*anchor)] == words
    assert score(corpus, predict(corpus), draws=2).scores["incident.found"].value == 0
    # undone where it is listed: the figure has no incident then
    press(page, ".judged:last-child form button")
    assert page.locator(".judged.off").count() == 1
    assert "not there any more" in page.locator(".judged").first.inner_text()
