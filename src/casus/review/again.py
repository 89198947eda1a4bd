"""Reading a document once more for its page: the pack of its language, kept once loaded."""

from __future__ import annotations

import threading

from casus.extract.actors import load_registry
from casus.extract.seen import Seen, seen
from casus.gazetteer import Gazetteer
from casus.packs import PackError, load_pack
from casus.review.settings import Settings
from casus.types import Document


class Again:
    """Readers by language. One text at a time: packs take memory, and pages are few."""

    def __init__(self, settings: Settings, gazetteer: Gazetteer) -> None:
        self._settings, self._gazetteer = settings, gazetteer
        self._lock = threading.Lock()

    def seen(self, document: Document) -> Seen | str:
        """What reading sees in a document, or why it cannot be read again."""
        told = self._settings
        with self._lock:
            try:
                pack = load_pack(document.lang, told.packs)
                registry = load_registry(pack.lang, pack.writing, told.actors)
                return seen(document, pack=pack, gazetteer=self._gazetteer, actors=registry)
            except PackError as error:
                return str(error)
            except Exception as error:  # a rule that fails on one text costs the marks alone
                return f"{type(error).__name__}: {error}"
