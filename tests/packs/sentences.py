"""What a pack reads in single sentences; shared by the cases of every language."""

from __future__ import annotations

import functools

from casus.extract.actors import Registry, load_registry
from casus.extract.annotate import Annotated, annotate
from casus.extract.compiled import CompiledPack, compile_pack
from casus.extract.places import PlaceFinder
from casus.extract.proposals import Proposals, propose
from casus.gazetteer import Gazetteer
from casus.packs import load_pack
from casus.text import normalise

Figures = set[tuple[str, int | None, int | None]]
"""(field, low, high) of every toll."""


@functools.cache
def reader(lang: str) -> tuple[CompiledPack, PlaceFinder, Registry]:
    pack = load_pack(lang)
    places = PlaceFinder(Gazetteer.open(), pack)
    return compile_pack(pack), places, load_registry(lang, pack.writing)


def annotated(lang: str, text: str) -> Annotated:
    compiled, places, registry = reader(lang)
    return annotate(normalise(text), compiled, places, registry)


def proposals(lang: str, text: str) -> Proposals:
    return propose(annotated(lang, text), reader(lang)[0])


def counted(lang: str, text: str) -> Figures:
    return {(t.field, t.count.low, t.count.high) for t in proposals(lang, text).tolls}
