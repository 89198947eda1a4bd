"""Which accounts are agglomerated together: small parts of the whole, so that growth stays local.

Use a `Grouping`: `update(touched)` after pairs changed, `home` for the group of each account. The
result depends on pairs and rules alone, never on the order in which they came.

The pairs that attract each other tie nearly everything together where news is dense, so groups are
made in steps, each within small parts:

1. accounts tied by bonds (pairs that weigh more than `BOND` and whose dates are not vague);
2. `CHOICES` times: each group points at the group that fits it best, if that is no other's as
   well; groups that point at each other, directly or through others, are agglomerated;
3. then events of data sets point at the groups, and no group of reports at any: what is imported
   never changes which reports belong together.

So a change reaches the parts it touches and the groups that now choose otherwise, and no further.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from math import inf
from typing import NamedTuple

from casus.link.cluster import MARGIN, Between, Group, PairView, Rules, agglomerate
from casus.link.shelves import Shelves

BOND = 5.0
"""Weight of a bond. On 20,000 accounts of dense news the largest part that pairs above 0 tie
together has 17,600 accounts, above 3 226, above 5 81."""
CHOICES = 3
"""Times that groups choose: a third time still gains, a fourth does not."""
LAST = CHOICES
"""The step after these, in which events of data sets choose."""

Pairs = Mapping[str, Mapping[str, PairView]]
"""Account → the accounts that may tell the same event, and what is known of each pair; both
ways."""


class Choice(NamedTuple):
    """The group that fits best, None where it could as well be a rival; `rank` sorts, the best
    first. `plain` where no vague date had to be weighed against rivals: then another group
    matters only if it fits better."""

    rank: tuple[float, str]
    group: Group | None
    plain: bool


NOBODY = Choice((inf, ""), None, True)
UNDECIDED = Choice((inf, ""), None, False)


class Step:
    """One time of choosing: who chose whom, and the group that each group given went into."""

    def __init__(self, shelves: Shelves, name: str) -> None:
        self.choice = shelves.open(f"{name}.choice", Group, Choice)
        self.chosen_by = shelves.open(f"{name}.chosen_by", Group, set[Group])
        self.result = shelves.open(f"{name}.result", Group, Group)

    def point(self, group: Group, choice: Choice) -> None:
        """Set a choice; `withdraw` first."""
        if choice != NOBODY:
            self.choice[group] = choice
        if choice.group is not None:
            self.chosen_by.setdefault(choice.group, set()).add(group)

    def withdraw(self, group: Group) -> set[Group]:
        """Take a choice back; the group that was chosen, if any."""
        before = self.choice.pop(group, NOBODY).group
        if before is None:
            return set()
        others = self.chosen_by[before]
        others.discard(group)
        if not others:
            del self.chosen_by[before]
        return {before}

    def tied(self, seed: Group) -> list[Group]:
        """Everybody that points at each other, directly or through others."""
        found, at = {seed}, [seed]
        while at:
            here = at.pop()
            chosen = self.choice.get(here, NOBODY).group
            for other in (*self.chosen_by.get(here, ()), *(() if chosen is None else (chosen,))):
                if other not in found:
                    found.add(other)
                    at.append(other)
        return sorted(found)


class Grouping:
    """The groups of one pass and what they were made from. `pairs` are looked up when needed:
    those that may be one group weigh more than the threshold of the rules and are not vetoed.
    `coded` tells accounts that are events of a data set."""

    def __init__(
        self, pairs: Pairs, coded: Callable[[str], bool], shelves: Shelves, name: str
    ) -> None:
        self.pairs, self.coded = pairs, coded
        self.part = shelves.open(f"{name}.part", str, Group)
        self.core = shelves.open(f"{name}.core", str, Group)
        self.steps = [Step(shelves, f"{name}.{level}") for level in range(LAST + 1)]

    def home(self, account: str, level: int = LAST + 1) -> Group:
        """The group of an account after so many times of choosing."""
        group = self.core[account]
        for step in self.steps[:level]:
            group = step.result[group]
        return group

    def groups(self) -> list[Group]:
        """All groups, sorted."""
        return sorted({group for _, group in self.steps[-1].result.everything()})

    def tied(self, seed: str, must: Mapping[str, Collection[str]]) -> Group:
        """Everybody tied to an account by bonds or human decisions."""
        found, at = {seed}, [seed]
        while at:
            here = at.pop()
            bound = (j for j, v in self.pairs[here].items() if _bond(v))
            for other in (*bound, *must.get(here, ())):
                if other not in found:
                    found.add(other)
                    at.append(other)
        return tuple(sorted(found))

    def update(
        self,
        touched: Collection[str],
        rules: Rules,
        must: Mapping[str, Collection[str]],
    ) -> set[Group]:
        """Bring the groups up to date and return those that are new or hold a touched account.

        `touched` are accounts that are new or gone, that are told otherwise, or one of whose
        pairs or bindings (`must`, both ways) changed.
        """
        work = _Update(self, touched, rules, must)
        gone, come = work.parts()
        for level in range(LAST + 1):
            gone, come = work.choose(level, gone, come)
        return come


class _Update:
    """One update, step by step: groups that are gone and groups that have come at each."""

    def __init__(
        self,
        grouping: Grouping,
        touched: Collection[str],
        rules: Rules,
        must: Mapping[str, Collection[str]],
    ) -> None:
        self.grouping, self.pairs, self.rules, self.must = grouping, grouping.pairs, rules, must
        self.touched = touched
        self.sums: dict[tuple[Group, Group], Between] = {}

    # -- accounts tied by bonds ------------------------------------------------------------------

    def parts(self) -> tuple[set[Group], set[Group]]:
        core, part = self.grouping.core, self.grouping.part
        seeds = set(self.touched)
        for account in self.touched:
            seeds.update(part.get(account, ()))
        gone = {core[i] for i in seeds if i in core}
        for account in [i for i in seeds if i not in self.pairs]:
            seeds.discard(account)
            core.pop(account, None)
            part.pop(account, None)
        come: set[Group] = set()
        seen: set[str] = set()
        for seed in sorted(seeds):
            if seed in seen:
                continue
            members = self.grouping.tied(seed, self.must)
            seen.update(members)
            gone.update(core[i] for i in members if i in core)
            for group in self._cores(members):
                come.add(group)
                core.update(dict.fromkeys(group, group))
            part.update(dict.fromkeys(members, members))
        return self._changed(gone, come)

    def _cores(self, members: Group) -> list[Group]:
        if len(members) == 1:
            return [members]
        inside = set(members)
        near: dict[Group, list[Group]] = {}
        for i in members:
            near[i,] = [(j,) for j in self._attracted(i, coded=False) if j in inside]
        must = [((i,), (j,)) for i in members for j in sorted(self.must.get(i, ())) if i < j]
        return agglomerate([(i,) for i in members], near, self.rules, must)

    def _attracted(self, account: str, *, coded: bool) -> Iterable[str]:
        least = self.rules.threshold
        pairs = self.pairs[account].items()
        return (j for j, v in pairs if v.weight > least and v.coded is coded)

    def _changed(self, gone: set[Group], come: set[Group]) -> tuple[set[Group], set[Group]]:
        """Without the groups that are as they were: same members, none of them touched."""
        same = {g for g in gone & come if not any(i in self.touched for i in g)}
        return gone - same, come - same

    # -- groups choose ---------------------------------------------------------------------------

    def choose(
        self, level: int, gone: set[Group], come: set[Group]
    ) -> tuple[set[Group], set[Group]]:
        """One time of choosing, after the groups `gone` were replaced by those that have `come`."""
        step = self.grouping.steps[level]
        seeds = self._choose_anew(level, gone, come)
        before = {step.result.pop(g) for g in gone if g in step.result}
        after: set[Group] = set()
        seen: set[Group] = set()
        for seed in sorted(seeds):
            if seed in seen:
                continue
            members = step.tied(seed)
            seen.update(members)
            before.update(step.result[g] for g in members if g in step.result)
            merged = self._merged(level, members)
            after.update(merged)
            home = {i: group for group in merged for i in group}
            step.result.update((g, home[g[0]]) for g in members)
        return self._changed(before, after)

    def _merged(self, level: int, members: list[Group]) -> list[Group]:
        if len(members) == 1:
            return members
        return agglomerate(members, {g: self._near(g, level) for g in members}, self.rules)

    def _choose_anew(self, level: int, gone: set[Group], come: set[Group]) -> set[Group]:
        """Set the choices that differ now. Returns the groups whose ties may differ."""
        step = self.grouping.steps[level]
        ask = set(come)
        for group in gone:
            ask.update(step.chosen_by.get(group, ()))
            ask.update(g for g in self._near(group, level) if not _plain(step, g))
        offers: dict[Group, list[Group]] = {}
        for group in come:
            for other in self._near(group, level):
                offers.setdefault(other, []).append(group)
        ask.update(g for g, new in offers.items() if g not in ask and self._tempted(step, g, new))
        lost = gone - come
        seeds = set(come)
        for group in gone:
            seeds |= step.withdraw(group)
        for group in ask - lost:
            now = self._best(level, group)
            before = step.withdraw(group)
            step.point(group, now)
            chosen = set() if now.group is None else {now.group}
            if chosen != before:
                seeds |= before | chosen | {group}
        return seeds - lost

    def _tempted(self, step: Step, group: Group, new: Iterable[Group]) -> bool:
        """True where one of the groups that have come near may change a group's choice."""
        choice = step.choice.get(group, NOBODY)
        if not choice.plain:
            return True
        for other in new:
            mean = self.rules.mean(self._between(group, other))
            if mean is not None and (-mean, other[0]) < choice.rank:
                return True
        return False

    def _best(self, level: int, group: Group) -> Choice:
        """The group that fits best, if a vague date does not fit a rival as well that could not
        join the two. Last, only events of data sets choose."""
        if level == LAST and not all(map(self.grouping.coded, group)):
            return NOBODY
        options = []
        for other in self._near(group, level):
            between = self._between(group, other)
            mean = self.rules.mean(between)
            if mean is not None:
                options.append((-mean, other[0], other, between.vague))
        options.sort()
        for weight, first, other, vague in options:
            rivals = (g for w, _, g, _ in options if g != other and w <= weight + MARGIN)
            if vague and any(self.rules.rivals(self._between(other, g)) for g in rivals):
                continue
            return Choice((weight, first), other, not options[0][3])
        return UNDECIDED if options else NOBODY

    def _near(self, group: Group, level: int) -> set[Group]:
        """The groups that some account of a group attracts."""
        home = self.grouping.home
        found = {
            home(other, level)
            for account in group
            if account in self.pairs
            for other in self._attracted(account, coded=level == LAST)
        }
        found.discard(group)
        return found

    def _between(self, a: Group, b: Group) -> Between:
        pair = (a, b) if a < b else (b, a)
        found = self.sums.get(pair)
        if found is None:
            found = self.sums[pair] = self.rules.between(*pair)
        return found


def _bond(view: PairView) -> bool:
    return view.weight > BOND and not (view.vague or view.coded)


def _plain(step: Step, group: Group) -> bool:
    return step.choice.get(group, NOBODY).plain
