"""The OpenAPI 3.1 description, made of the routes and the pages' dataclasses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

import casus
from casus.export.tables import FORMATS
from casus.review.pages.selection import PARAMETERS
from casus.review.posts import Kept
from casus.review.routes import PAGES, POSTS, Page, Post

_REF = "#/components/schemas/{name}"
_ERRORS = {"400": "a parameter or field cannot be", "401": "nobody is signed in",
           "404": "there is no such thing", "503": "the store is in use"}  # fmt: skip


@cache
def description() -> Mapping[str, Any]:
    """The whole description."""
    kinds = [*(page.holds for page in PAGES), Kept, Session, Error]
    shapes, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    by_kind = dict(zip(kinds, shapes, strict=True))
    paths: dict[str, dict[str, Any]] = {
        "/session.json": {"get": _operation(
            "Who asks, and the token for what changes state", by_kind[Session], ())},
    }  # fmt: skip
    for page in PAGES:
        paths[f"{page.path}.json"] = {"get": _read(page, by_kind[page.holds])}
    for post in POSTS:
        if post.by == "reviewer":
            paths[post.path] = {"post": _write(post, by_kind[Kept])}
    paths["/export/{form}"] = {"get": _export()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Casus review",
            "version": casus.__version__,
            "description": "Incidents of one store, with the claims and sentences behind them.",
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"}
            },
        },
    }


class Session(msgspec.Struct):
    """Who asks. `token` goes into the header X-CSRF-Token of every POST; `version` grows with
    every change to a record."""

    token: str
    user: str | None
    role: str | None
    version: int
    applying: bool


class Error(msgspec.Struct):
    """Why there is no answer."""

    error: str
    status: int


def _parameters(path: str, query: Mapping[str, str], needs: tuple[str, ...]) -> list[Any]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    for name, what in query.items():
        found.append({
            "name": name, "in": "query", "required": name in needs, "description": what,
            "schema": {"type": "string", "maxLength": 400},
        })  # fmt: skip
    return found


def _operation(summary: str, shape: Any, parameters: Any, **more: Any) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": _REF.format(name="Error")}}}
    return {
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            "200": {"description": "done", "content": {"application/json": {"schema": shape}}},
            **{code: {"description": why, "content": error} for code, why in _ERRORS.items()},
        },
        **more,
    }


def _read(page: Page, shape: Any) -> dict[str, Any]:
    return _operation(page.summary, shape, _parameters(page.path, page.query, page.needs))


def _write(post: Post, shape: Any) -> dict[str, Any]:
    told = {name: {"type": "string", "description": what} for name, what in post.fields.items()}
    body = {"application/json": {"schema": {"type": "object", "properties": told}}}
    made = _operation(
        post.summary, shape, _parameters(post.path, {}, ()),
        requestBody={"required": True, "content": body}, security=[{"token": []}],
    )  # fmt: skip
    for code, why in (
        ("403", "the token is missing or wrong, or the role may not"),
        ("409", "the record changed meanwhile, or it is undone already"),
        ("413", "the body is too large"),
        ("415", "the body is no JSON"),
    ):
        made["responses"][code] = {**made["responses"]["400"], "description": why}
    return made


def _export() -> dict[str, Any]:
    query = {**PARAMETERS, "provenance": "1: with columns of reports, sentences and reasons"}
    found = _parameters("", query, ())
    form = {"name": "form", "in": "path", "required": True,
            "schema": {"type": "string", "enum": list(FORMATS)}}  # fmt: skip
    made = _operation("The selection in a form of `casus export`", {}, [form, *found])
    made["responses"]["200"] = {"description": "the file", "content": {"*/*": {"schema": {}}}}
    made["responses"]["413"] = {**made["responses"]["400"], "description": "too many for one file"}
    return made
