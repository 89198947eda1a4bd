"""Asking the application for rows of its table, and browsers for its pages."""

from __future__ import annotations

from typing import Any


def rows(client: Any, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/incidents.json{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


DESK = {"width": 1440, "height": 900}
WAIT = 60_000  # milliseconds; machines under load are slow to start a page


def drawn(page: Any) -> None:
    """Wait until the map shows what was asked for."""
    page.wait_for_selector("#map[data-drawn]", state="attached")
