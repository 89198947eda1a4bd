"""Asking the application for rows of its table."""

from __future__ import annotations

from typing import Any


def rows(client: Any, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/incidents.json{query}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found
