"""A day by keyboard alone: nothing is clicked, every page is reached and left by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from review_client import drawn

from casus.config import Config
from casus.evaluate.gold import load_corpus
from casus.evaluate.run import predict
from casus.evaluate.score import score
from casus.pipeline import Request, run

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


def press(page: Any, selector: str, path: str = "**") -> None:
    """Reach a button or link and press it; wait for the page that it leads to."""
    go(page, selector)
    with page.expect_navigation(url=f"**{path}"):
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


def test_a_whole_day_by_keys(browse: Open) -> None:
    page = browse("/incidents")
    chosen_and_taken_away(page)
    opened_and_decided(page, page.url.removesuffix("/incidents"))
    what_waits(page)
    read_and_corrected(page)


def chosen_and_taken_away(page: Any) -> None:
    """Words, a country, a bar of the timeline, what the map shows; all again; the file."""
    drawn(page)
    page.keyboard.press("/")
    page.keyboard.type("gendarmes")
    page.wait_for_url("**q=gendarmes**")
    page.wait_for_selector("#list:not([aria-busy])")
    choose(page, "#filters [name=country]", "BF")
    page.wait_for_url("**country=BF**")
    page.wait_for_selector("#list:not([aria-busy])")
    go(page, ".bars a")
    page.keyboard.press("Enter")
    page.wait_for_url("**since=**")
    go(page, "#map")
    page.keyboard.press("+")
    go(page, "[data-map=only]")
    page.keyboard.press("Enter")
    page.wait_for_url("**box=**")
    press(page, ".chips a[href='/incidents']", "/incidents")
    drawn(page)
    go(page, ".export summary")
    page.keyboard.press("Enter")
    go(page, ".export a[href^='/export/csv']")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert Path(waiting.value.path()).read_text("utf-8").count("\n") > 8


def opened_and_decided(page: Any, base: str) -> None:
    """An incident from the list by another codebook's rule; a figure is set, and undone."""
    row = page.request.get(base + "/incidents.json?state=conflicting").json()["rows"][0]
    press(page, f".incidents .what a[href='/incidents/{row['id']}']")
    press(page, ".policies a[href*='policy=range']")
    assert page.locator(".policies tr.on").inner_text().startswith("Range")
    go(page, ".decide details:nth-of-type(2) summary")
    page.keyboard.press("Enter")
    go(page, "input[name=value]")
    page.keyboard.type("77")
    go(page, "details[open] textarea[name=reason]")
    page.keyboard.type("list of the clinic")
    press(page, "details[open] button.main")
    assert "77" in page.locator(".val.fig").first.inner_text()
    press(page, ".judged form button", "/judgements")
    assert page.locator(".judged.off").count() == 1


def what_waits(page: Any) -> None:
    """The queue: down and up, opened."""
    press(page, "header nav a[href='/queue']", "/queue")
    page.keyboard.press("j")
    assert page.locator(".wait").nth(1).get_attribute("class").split()[-1] == "at"
    page.keyboard.press("k")
    assert page.locator(".wait").nth(0).get_attribute("class").split()[-1] == "at"
    with page.expect_navigation(url="**/incidents/*"):
        page.keyboard.press("Enter")
    page.wait_for_selector("html.script")


def read_and_corrected(page: Any) -> None:
    """Two documents side by side, one read in full; a claim called wrong, and that taken back."""
    press(page, "header nav a[href='/documents']", "/documents")
    for n in (1, 2):
        go(page, f"tbody tr:nth-child({n}) input[type=checkbox]")
        page.keyboard.press("Space")
    press(page, ".pager button", "/compare?**")
    assert page.locator(".aside thead th").count() == 2
    press(page, ".aside thead th a[href^='/document']", "/document?**")
    press(page, ".claimlist form button", "/document?**")
    assert page.locator("[role=status]", has_text="The correction is kept.").count() == 1
    press(page, ".judged form button", "/document?**")
    assert page.locator(".judged.off").count() == 1


NEARLY_ONE = {
    "a.txt": "date: 2019-11-04\n\nGunmen killed seven farmers in Dori in northern Burkina Faso on"
    " Saturday, police said on Monday.\n",
    "b.txt": "date: 2019-11-05\n\nNine people were killed in an attack in Dori in northern Burkina"
    " Faso on Sunday, a hospital source said on Tuesday.\n",
}


def test_a_pair_is_decided_and_undone_in_the_queue_by_keys(
    browse: Open, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in NEARLY_ONE.items():
        (folder / name).write_text(text, "utf-8")
    run(Request((str(folder),), tmp_path / "out", jobs=1), Config())
    page = browse("/queue", base=serve(tmp_path / "out" / "casus.db"))
    base = page.url.removesuffix("/queue")

    def pressed(key: str) -> tuple[int, int]:
        """Press a key that decides; the pairs that wait then, and the incidents there are."""
        with page.expect_navigation():
            page.keyboard.press(key)
        page.wait_for_selector("html.script")
        rows = page.request.get(base + "/incidents.json").json()["rows"]
        return page.locator(".wait[data-kind=pair]").count(), len(rows)

    page.wait_for_selector("html.script .wait.at[data-kind=pair]")
    for key, incidents in (("s", 1), ("d", 2), ("u", 2)):
        assert pressed(key) == (0, incidents)
        assert pressed("z") == (1, 2)
