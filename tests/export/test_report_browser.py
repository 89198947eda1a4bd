"""The offline report in a real browser: requests, keys, search, direction, width, contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from test_report import HOSTILE, hostile
from test_report_fixture import many, sample

from casus.export.report import ReportData, write_report

LAPTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    reports: dict[str, ReportData] = {
        "sample": sample(),
        "empty": replace(sample(), incidents=()),
        "hostile": hostile("".join(HOSTILE)),
        "many": many(5000),
    }
    for name, report in reports.items():
        write_report(folder / f"{name}.html", report)
    return {name: folder / f"{name}.html" for name in reports}


@pytest.fixture
def visit(browser: Any, files: dict[str, Path]) -> Iterator[Open]:
    """Open a page; at the end no request but the file itself and no complaint is allowed."""
    contexts: list[Any] = []
    requests: list[str] = []
    complaints: list[str] = []

    def go(name: str = "sample", fragment: str = "", **options: Any) -> Any:
        context = browser.new_context(**{"viewport": LAPTOP, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: requests.append(r.url))
        page.on("console", lambda m: complaints.append(m.text))
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: complaints.append(d.message))
        page.goto(files[name].as_uri() + fragment)
        return page

    yield go
    for context in contexts:
        context.close()
    asked = [url for url in requests if not url.startswith(("data:", "file:"))]
    assert not asked
    assert all(url.split("#")[0].endswith(".html") for url in requests if url[:5] == "file:")
    assert not complaints


def settle(page: Any) -> None:
    """Wait until what was typed or pressed has been drawn."""
    page.evaluate(
        "new Promise(done => setTimeout(() => "
        "requestAnimationFrame(() => requestAnimationFrame(done)), 20))"
    )


def titles(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("#rows tr .k").all_inner_texts()]


def test_opens_without_requests_or_complaints(visit: Open) -> None:
    page = visit()
    assert page.title() == "Eleven incidents in 18 reports"
    assert len(titles(page)) == 11
    assert page.locator("#marks a").count() == 11
    assert page.locator("#time .tm").count() == 11
    assert page.locator("#names text").count() > 10


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nerchwitz", ["Rail accident"]),
        ("NASIRIYAH doctor", ["Crackdown"]),
        ("turkiye", ["Earthquake"]),  # diacritics are no hurdle
        ("Armeeposten", ["Armed attack", "Armed attack"]),  # in a sentence of the report
        ("متظاهرين", ["Crackdown"]),
        ("zzzz", []),
    ],
)
def test_search(visit: Open, words: str, found: list[str]) -> None:
    page = visit()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.insert_text(words)
    settle(page)
    assert titles(page) == found
    assert page.locator("#count").inner_text() == f"{len(found)} of 11 incidents"
    assert page.locator("#nohit").is_visible() is not bool(found)
    assert page.locator("#marks a").count() == len(found)
    page.keyboard.press("Escape")
    assert len(titles(page)) == 11


@pytest.mark.parametrize(
    ("field", "value", "count"),
    [
        ("kind", "f:violence", 5),
        ("kind", "k:earthquake", 1),
        ("state", "conflicting", 4),
        ("role", "background", 1),
        ("role", "main", 10),
        ("lang", "ar", 2),
    ],
)
def test_filters(visit: Open, field: str, value: str, count: int) -> None:
    page = visit()
    page.select_option(f"#f-{field}", value)
    assert len(titles(page)) == count
    page.click("#reset")
    settle(page)
    assert len(titles(page)) == 11


def test_a_period_is_chosen_by_date_and_by_dragging(visit: Open) -> None:
    page = visit()
    page.fill("#f-from", "2024-04-01")
    page.fill("#f-to", "2024-04-30")
    assert titles(page) == ["Earthquake", "Rail accident", "Crackdown"]
    page.click("#reset")
    settle(page)
    page.locator("#time").scroll_into_view_if_needed()
    box = page.locator("#time").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.92, box["y"] + 15, steps=4)
    page.mouse.up()
    assert 0 < len(titles(page)) < 11
    assert page.input_value("#f-from").startswith("2024-0")


def test_sorting_tells_its_direction(visit: Open) -> None:
    page = visit()
    head = page.locator("th:has([data-sort=killed])")
    page.click("[data-sort=killed]")
    assert head.get_attribute("aria-sort") == "descending"
    assert titles(page)[0] == "Earthquake"
    page.click("[data-sort=killed]")
    assert head.get_attribute("aria-sort") == "ascending"
    assert titles(page)[-1] == "Earthquake"
    assert page.locator("th[aria-sort]").count() == 1


def test_the_keyboard_opens_and_closes_a_detail(visit: Open) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.locator("#rows a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    row = page.evaluate("document.activeElement.closest('tr').rowIndex")
    assert row == 2
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    panel.wait_for(state="visible")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert "Koulbagou" in panel.inner_text()
    assert page.evaluate("location.hash") == "#i-e7a1b0c2"
    page.keyboard.press("ArrowRight")
    assert "Diffa" in panel.inner_text()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("location.hash") == ""
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2


def test_a_link_to_an_incident_opens_it(visit: Open) -> None:
    page = visit(fragment="#i-0f3c77d1")
    assert "Nasiriyah" in page.locator("#panel").inner_text()
    assert page.locator("#rows tr.sel .k").inner_text() == "Crackdown"
    assert page.locator("#marks .sel").count() == 1
    page.click("#pclose")
    assert page.locator(".sel").count() == 0


def test_right_to_left_sentences(visit: Open) -> None:
    page = visit(fragment="#i-0f3c77d1")
    quote = page.locator("#pbody blockquote[lang=ar]").first
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert quote.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"
    other = page.locator("#pbody blockquote[lang=en]").first
    assert other.evaluate("e => getComputedStyle(e).direction") == "ltr"
    text, box = quote.locator("mark").first.bounding_box(), quote.bounding_box()
    assert box["x"] <= text["x"] and text["x"] + text["width"] <= box["x"] + box["width"] + 1


def test_marks_of_a_right_to_left_sentence_hold_its_words_and_run_from_the_right(
    visit: Open,
) -> None:
    page = visit(fragment="#i-0f3c77d1")
    quote = page.locator("#pbody blockquote[lang=ar]", has=page.locator("mark")).first
    mark = quote.locator("mark").first
    assert any("\u0600" <= letter <= "\u06ff" for letter in mark.inner_text())
    assert mark.inner_text() in quote.inner_text()
    first, last = mark.evaluate(
        """e => {
            const text = e.firstChild, at = n => {
                const r = document.createRange();
                r.setStart(text, n);
                r.setEnd(text, n + 1);
                return r.getBoundingClientRect();
            };
            const word = text.data.search(/\\s|$/);
            return [at(0).left, at(word - 1).left];
        }"""
    )
    assert first > last


def test_views_are_linked(visit: Open) -> None:
    page = visit()
    page.locator("#rows tr").nth(3).hover()
    settle(page)
    assert page.locator("#marks .hi").count() == 1
    assert page.locator("#time .hi").count() == 1
    page.locator("#marks a").first.hover(force=True)
    settle(page)
    assert "Earthquake" in page.locator("#tip").inner_text()
    page.locator("#marks a").first.click(force=True)
    page.locator("#panel").wait_for(state="visible")
    assert "Erez" in page.locator("#panel").inner_text()


def test_the_map_moves_by_key_wheel_and_button(visit: Open) -> None:
    page = visit()

    def transform() -> str:
        settle(page)
        return str(page.locator("#ground").get_attribute("transform"))

    seen = [transform()]
    page.locator("#map").focus()
    for key in ("ArrowRight", "+", "+", "ArrowDown", "-", "0"):
        page.keyboard.press(key)
        seen.append(transform())
    assert len(set(seen[:-1])) == 6
    assert seen[-1] == seen[0]
    page.click("#zin")
    assert transform() != seen[0]
    page.click("#zfit")
    page.locator("#map").hover()
    page.mouse.wheel(0, -300)  # the map has been chosen: it zooms, the page stays
    page.locator("#map").focus()
    page.mouse.wheel(0, -300)
    assert transform() != seen[0]


@pytest.mark.parametrize("fragment", ["", "#i-e7a1b0c2"])
@pytest.mark.parametrize("width", [320, 390, 768, 1024])
def test_no_sideways_scrolling(visit: Open, width: int, fragment: str) -> None:
    page = visit(fragment=fragment, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if fragment:
        assert page.evaluate("panel.scrollWidth <= panel.clientWidth")


def test_a_phone_shows_the_detail_alone(visit: Open) -> None:
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("#rows a").nth(1).tap()
    page.locator("#panel").wait_for(state="visible")
    assert round(page.locator("#panel").bounding_box()["width"]) == PHONE["width"]
    assert page.locator("#panel").get_attribute("aria-modal") == "true"
    page.locator("#pclose").tap()
    page.locator("#more").tap()
    assert page.locator("#f-kind").is_visible()
    assert page.locator("#more").get_attribute("aria-expanded") == "true"


CONTRAST = """() => {
  const linear = (v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = (c) => {
    const f = c.map((v) => linear(v / 255));
    return .2126 * f[0] + .7152 * f[1] + .0722 * f[2];
  };
  const rgb = (s) => s.match(/[\\d.]+/g).map(Number);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > .99) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility()) continue;
    if (e.closest('svg,script,option')) continue;
    const style = getComputedStyle(e);
    const a = light(rgb(style.color).slice(0, 3)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5) && !e.closest(':disabled')) {
      poor.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.slice(0, 30)}`);
    }
  }
  return poor;
}"""


@pytest.mark.parametrize("fragment", ["", "#i-e7a1b0c2", "#i-c41d9e00"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(visit: Open, scheme: str, fragment: str) -> None:
    page = visit(fragment=fragment, color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


def test_colours_follow_the_system_and_the_button(visit: Open) -> None:
    page = visit(color_scheme="dark")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    assert page.locator("#theme").inner_text() == "Light"
    page.click("#theme")
    assert page.evaluate(paper) != dark
    page.reload()
    assert page.evaluate(paper) != dark
    page.emulate_media(color_scheme="light")
    page.click("#theme")
    assert page.evaluate(paper) == dark


NAMELESS = """() => [...document.querySelectorAll('a[href],button,input,select,dialog,svg')]
  .filter((e) => e.tagName !== 'svg' || e.hasAttribute('tabindex'))
  .filter((e) => e.checkVisibility())
  .filter((e) => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')
    || e.textContent.trim() || (e.labels && e.labels.length)))
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("fragment", ["", "#i-e7a1b0c2"])
def test_names_roles_and_headings(visit: Open, fragment: str) -> None:
    page = visit(fragment=fragment)
    assert page.evaluate(NAMELESS) == []
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == page.locator("[role=search]").count() == 1
    assert page.locator("#count[role=status]").count() == 1
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(e => e.checkVisibility())"
        ".map(e => +e.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    scoped = page.evaluate("[...document.querySelectorAll('#table th')].every(e => e.scope)")
    assert scoped
    # one stop for the table, not one a row
    assert page.locator("#rows a[tabindex='0']").count() == 1


def test_focus_is_visible(visit: Open) -> None:
    page = visit()
    for _ in range(14):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1; })()"
        )
        assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


def test_without_a_script_everything_can_be_read(visit: Open) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator("#rows tr").count() == 11
    assert page.locator("#details article").count() == 11
    assert not page.locator("#filters").is_visible()
    page.locator("#rows a").first.click()
    assert page.locator("#i-b02f11aa blockquote").first.is_visible()
    assert page.locator("#map circle").count() >= 11


def test_hostile_reports_stay_text(visit: Open) -> None:
    page = visit("hostile")
    assert page.locator("#rows tr").count() == 11
    page.locator("#rows a").first.click()
    page.locator("#panel").wait_for(state="visible")
    assert "alert(1)" in page.locator("#pbody").inner_text()
    assert page.locator("#pbody script, #pbody img, #pbody iframe").count() == 0
    page.locator("#rows tr").nth(1).hover()
    page.locator("#marks a").first.hover(force=True)
    page.keyboard.press("/")
    page.keyboard.insert_text("alert(1)")
    settle(page)
    assert page.locator("#rows tr").count() == 11
    page.emulate_media(media="print")


def test_an_empty_report_is_clear(visit: Open) -> None:
    page = visit("empty", viewport=PHONE)
    assert page.locator("h2", has_text="Nothing to map").is_visible()
    assert page.locator("#rejected li").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_print_holds_the_details(visit: Open) -> None:
    page = visit()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#print article").count() == 11
    assert page.locator("#print article").first.is_visible()
    assert not page.locator("#filters").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#print article").count() == 0


def test_five_thousand_incidents_stay_quick(visit: Open) -> None:
    page = visit("many")
    # 1.1 s on two shared cores; the bound leaves room for a loaded machine
    assert page.evaluate("performance.getEntriesByName('ready')[0].startTime") < 5000
    assert page.locator("#rows tr").count() == 50
    assert page.locator("#marks > *").count() < 600
    took = page.evaluate(
        """async () => {
          const q = document.getElementById('q'), start = performance.now();
          q.value = 'zivilist kabul';
          q.dispatchEvent(new Event('input', { bubbles: true }));
          while (!document.getElementById('count').textContent.includes(' of ')) {
            await new Promise((r) => setTimeout(r, 5));
          }
          return performance.now() - start;
        }"""
    )
    assert took < 3000
    page.fill("#q", "")
    page.wait_for_timeout(250)
    page.locator("#rows a").last.focus()
    page.keyboard.press("ArrowDown")  # on to the next page
    assert page.locator("#page").inner_text().startswith("51–100 of 5000")
    page.click("#next")
    assert page.locator("#page").inner_text().startswith("101–150")
    page.locator("#marks .cl").first.click(force=True)
    settle(page)
    assert page.locator("#marks > *").count() > 0
