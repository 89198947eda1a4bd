"""What all requests share: the open store, what is remembered of it, decisions being applied.

Use one `Desk` a process. Reading goes through `catalogue`; deciding through `decide`, which keeps
the judgement at once and then has the records brought up to date in the background, so that no
answer waits for a large store.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from casus.config import POLICIES
from casus.gazetteer import Gazetteer
from casus.pipeline.builtin import record_stages
from casus.pipeline.record import Record
from casus.review.again import Again
from casus.review.settings import Settings
from casus.store import Store, StoreError
from casus.store.catalogue import Catalogue, Found
from casus.store.selection import Selection
from casus.types import Judgement, Place

_T = TypeVar("_T")
_REMEMBERED = 2_000
_LOG = logging.getLogger(__name__)


class Stale(Exception):  # noqa: N818 - what happened, not an error of ours
    """The record changed since the decider looked at it; `found` is what it is now."""

    def __init__(self, found: Found | None) -> None:
        super().__init__("the record changed")
        self.found = found


class Desk:
    """The working record of one store, for many threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        with Store.open(settings.store, wait=settings.lock_wait_seconds) as store:
            store.relist()
        self.catalogue = Catalogue.open(settings.store)
        self._memory: OrderedDict[tuple[str, Hashable], tuple[int, object]] = OrderedDict()
        self._memory_lock = threading.Lock()
        self._deciding = threading.Lock()
        self._works: dict[str, tuple[Hashable, object]] = {}
        self._working: dict[str, threading.Thread] = {}
        self._gazetteer = Gazetteer.open(settings.gazetteer)
        self.again = Again(settings, self._gazetteer)
        self._applier = Applier(settings, self.policy)

    def close(self) -> None:
        """End applying, let the store go."""
        self._applier.close()
        self.catalogue.close()

    def version(self) -> int:
        """A number that grows whenever a record changes."""
        return self.catalogue.version()

    def remember(self, what: str, key: Hashable, make: Callable[[], _T]) -> _T:
        """An answer that holds until a record changes; at most 2,000 are kept."""
        version = self.version()
        with self._memory_lock:
            known = self._memory.get((what, key))
            if known is not None and known[0] == version:
                self._memory.move_to_end((what, key))
                return cast(_T, known[1])
        made = make()
        with self._memory_lock:
            self._memory[what, key] = (version, made)
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return made

    def size(self) -> int:
        """How many incidents there are."""
        return self.remember(
            "totals", Selection(), lambda: self.catalogue.totals(Selection())
        ).incidents

    def later(self, name: str, state: Hashable, make: Callable[[], _T]) -> tuple[bool, _T | None]:
        """Something that takes long, worked out in the background: whether it is that of the
        records at hand and of `state`, and the last that is known. Waits a moment for it."""
        version = (self.version(), state)
        done = self._works.get(name)
        if done is None or done[0] != version:
            self._begin(name, version, make).join(self.settings.apply_wait_seconds)
            done = self._works.get(name)
        return done is not None and done[0] == version, cast(_T, done[1]) if done else None

    def _begin(self, name: str, version: Hashable, make: Callable[[], object]) -> threading.Thread:
        with self._memory_lock:
            running = self._working.get(name)
            if running is not None and running.is_alive():
                return running

            def work() -> None:
                try:
                    self._works[name] = (version, make())
                except Exception:
                    _LOG.exception("%s could not be worked out", name)

            started = threading.Thread(target=work, name=f"casus-{name}", daemon=True)
            self._working[name] = started
            started.start()
            return started

    # -- deciding ----------------------------------------------------------------------------

    def decide(
        self, make: Callable[[Store], Judgement], *, incident: str = "", seen: str = ""
    ) -> Judgement:
        """Keep the judgement that `make` makes and begin to apply it. With `incident` and the
        digest `seen` by the decider, raises Stale where that record has changed since."""
        wait = self.settings.lock_wait_seconds
        # one at a time: what was checked must still hold when the judgement is kept
        with self._deciding, Store.open(self.settings.store, wait=wait) as store:
            if incident and seen:
                found = self.catalogue.incident(incident)
                if found is None or found.digest != seen:
                    raise Stale(found)
            judgement = make(store)
        self._applier.ask()
        return judgement

    def keep(self, make: Callable[[Store], Judgement]) -> Judgement:
        """Keep a judgement that no record depends on."""
        wait = self.settings.lock_wait_seconds
        with self._deciding, Store.open(self.settings.store, wait=wait) as store:
            return make(store)

    def settle(self) -> bool:
        """Wait a moment for decisions to be applied; False where that goes on."""
        return self._applier.wait(self.settings.apply_wait_seconds)

    @property
    def applying(self) -> bool:
        """True while decisions are kept that the records do not show yet."""
        return self._applier.busy

    @property
    def failure(self) -> str:
        """Why decisions could not be applied the last time; empty where they were."""
        return self._applier.failure

    @property
    def policy(self) -> str:
        """The policy that the records at hand follow."""
        deadliest = self.catalogue.rows(Selection(), order="killed", most=1)
        found = self.catalogue.incident(deadliest[0].id) if deadliest else None
        told = [t.policy for t in found.incident.tolls.values()] if found else []
        return next((policy for policy in told if policy), POLICIES[0])

    # -- names -------------------------------------------------------------------------------

    def country(self, code: str) -> str:
        """A country's English name by its code, or the code."""
        found = self._gazetteer.country(code) if code else None
        return found.name if found else code

    def place(self, code: str) -> Place | None:
        """A place by its code in the gazetteer."""
        found = self._gazetteer.by_code(code)
        return self._gazetteer.to_place(found) if found else None

    def places(self, name: str, most: int) -> list[Place]:
        """Places of a name in any spelling listed, countries first, then by population."""
        return [self._gazetteer.to_place(p) for p in self._gazetteer.lookup(name)[:most]]


class Applier:
    """Brings the records up to date after decisions, in a thread of its own, one run for all
    decisions that came in meanwhile."""

    def __init__(self, settings: Settings, policy: str) -> None:
        self._settings = settings
        self._record = Record(record_stages(), policy)
        self._changed = threading.Condition()
        self._asked = 0
        self._done = 0
        self._ended = False
        self.failure = ""
        self._thread = threading.Thread(target=self._work, name="casus-applier", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """True while something is asked for that is not done."""
        return self._done < self._asked

    def ask(self) -> None:
        """Have the records brought up to date."""
        with self._changed:
            self._asked += 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """True where all that was asked for is done within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self.busy, timeout=seconds)

    def close(self) -> None:
        """End after the run at hand; what is kept is applied by the next start or run."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join(timeout=60)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self.busy or self._ended)
                if self._ended:
                    return
                asked = self._asked
            failure = self._apply()
            with self._changed:
                self._done = asked
                self.failure = failure
                self._changed.notify_all()

    def _apply(self) -> str:
        try:
            with Store.open(self._settings.store, wait=60) as store:
                run = store.run()
                if run is not None:
                    self._record.update(store, run)
        except (StoreError, OSError) as error:
            _LOG.warning("decisions are kept and not applied: %s", error)
            return str(error)
        except Exception as error:
            _LOG.exception("decisions are kept and not applied")
            return f"{type(error).__name__}: {error}"
        return ""
