"""Templates: escaped by default, hostile characters dropped before anything is written.

Everything that a template writes passes `markup.clean` (bidi overrides, controls and lone
surrogates go) and then the escaping of jinja2; templates mark names from outside with `<bdi>`.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import casus
from casus.config import POLICIES
from casus.export.report.markup import clean, shorten
from casus.export.tables import FORMATS
from casus.review.asked import Asked
from casus.review.correction import FIELDS, TELLING
from casus.review.desk import Desk
from casus.review.drawing import history_svg, step_svg, timeline_svg
from casus.review.filters import filters
from casus.review.pages.evidence import direction
from casus.review.posts import Answer
from casus.review.settings import ROLES
from casus.review.static import address
from casus.review.words import languages
from casus.store.selected import ORDERS
from casus.types import CONFIDENCES, FAMILIES, GROUPS, KINDS, TOLL_FIELDS, VOICE_KINDS


class Renderer:
    """Pages of one application."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jinja = Environment(
            loader=PackageLoader("casus.review", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=harmless,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters["shorten"] = shorten
        self._jinja.globals.update(
            static=address, filters=lambda asked: filters(desk, asked), country=desk.country,
            languages=languages(), direction=direction, FAMILIES=FAMILIES, KINDS=KINDS,
            POLICIES=POLICIES, ORDERS=ORDERS, FORMATS=FORMATS, TOLL_FIELDS=TOLL_FIELDS,
            version=casus.__version__, timeline_svg=timeline_svg, step_svg=step_svg,
            history_svg=history_svg, GROUPS=GROUPS, VOICE_KINDS=VOICE_KINDS,
            CONFIDENCES=CONFIDENCES, MARKED=FIELDS, TELLING=TELLING, ROLES=ROLES,
        )  # fmt: skip

    def page(self, template: str, page: object, asked: Asked) -> str:
        """A page as HTML."""
        return self._render(template, asked, page=page)

    def view(self, template: str, asked: Asked, **values: Any) -> str:
        """A page of its own kind: signing in, the API."""
        return self._render(template, asked, page=None, **values)

    def changed(self, answer: Answer, asked: Asked) -> str:
        """The page that says that a record changed, with the decision as it was written."""
        return self._render("changed.html", asked, page=answer.stale, form=answer.form)

    def error(self, status: int, why: str, asked: Asked) -> str:
        """A page that says why there is no answer."""
        return self._render("error.html", asked, page=None, status=status, why=why)

    def _render(self, template: str, asked: Asked, **values: Any) -> str:
        words = asked.words
        return self._jinja.get_template(template).render(
            asked=asked, w=words, t=words.t, who=asked.who, token=asked.token,
            applying=self._desk.applying, failure=self._desk.failure, **values,
        )  # fmt: skip


def harmless(value: object) -> object:
    """A value as it may be written: texts without what reorders or hides them."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value
