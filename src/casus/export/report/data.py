"""What the report page is made from: the incidents, the documents behind them, the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casus.types import Document, Incident, Problem, Status


@dataclass(frozen=True, slots=True)
class Source:
    """Data the run relied on, named with its licence: gazetteer, outlines, lexicons.

    `attribution` is the sentence the licence asks for; `url` is linked where it is http(s).
    """

    name: str
    licence: str
    attribution: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document that was given to the run, and why.

    `path` is how the reader knows the document (a file, a line of a file, an address).
    """

    path: str
    status: Status
    problems: tuple[Problem, ...] = ()
    document: str | None = None


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that `render` needs; use it to hand a finished run to the report.

    `documents` maps the ids that claims name to their documents: sentences are cut from
    `Document.text`, so the texts must be the normalised ones the offsets count. `problems`
    holds one `Outcome` per document given to the run, in the order of the run; where it is
    empty the footer counts `documents` as read. `policy` is the codebook's short name (ucdp,
    acled, gtd, range); another name is shown as it stands. `version` is that of Casus.
    """

    incidents: tuple[Incident, ...]
    documents: Mapping[str, Document]
    problems: tuple[Outcome, ...] = ()
    sources: tuple[Source, ...] = ()
    policy: str = "ucdp"
    version: str = ""
    title: str | None = field(default=None)
