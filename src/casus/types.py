"""Every data type of Casus, frozen; standard library only.

Use these wherever two parts of Casus hand something over. Offsets are code points of
`Document.text` (normalised once by `casus.text.normalise`), always half-open `[start, end)`.
Dates are `datetime.date`; intervals are closed on both sides. `None` means "not said", never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """What became of a document."""

    READ = "read"
    NO_INCIDENT = "no_incident"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class Stance(StrEnum):
    """How a claim is said. Planned, feared or threatened events are not incidents."""

    STATES = "states"
    ESTIMATES = "estimates"
    DENIES = "denies"
    RETRACTS = "retracts"
    PLANS = "plans"


class Part(StrEnum):
    """How a count relates to the whole: "including two children", "two more died"."""

    TOTAL = "total"
    SUBSET = "subset"
    INCREMENT = "increment"


class State(StrEnum):
    """How far the claims behind a reconciled value agree."""

    AGREED = "agreed"
    SINGLE = "single"
    CONFLICTING = "conflicting"
    ASSUMED = "assumed"
    HUMAN = "human"
    UNKNOWN = "unknown"


TOLL_FIELDS = ("killed", "injured", "missing", "abducted", "arrested", "displaced")
"""Fields that carry a `Count`."""

ROLE_FIELDS = ("perpetrator", "target", "responder", "other")
"""Fields that carry an `Actor`; `other` took part in a role that is not told."""

GROUPS = (
    "military", "police", "civilian", "militant", "peacekeeper", "aid_worker", "journalist",
    "official", "child", "woman", "foreigner", "unspecified",
)  # fmt: skip

STATE_SECTORS = frozenset({"MIL", "COP", "GOV", "SPY"})
"""Sectors (PLOVER) of actors that are a state's own."""

CONFIDENCES = ("stated", "claimed", "accused", "suspected", "possible", "denied")

VOICE_KINDS = (
    "government", "military", "police", "hospital", "rescue", "witness", "perpetrator",
    "armed_group", "un", "ngo", "media", "expert", "official_foreign",
)  # fmt: skip

FAMILIES: dict[str, tuple[str, ...]] = {
    "violence": (
        "armed_attack", "armed_clash", "bombing", "suicide_bombing", "explosive_device",
        "air_strike", "shelling", "shooting", "stabbing", "vehicle_attack", "arson", "abduction",
        "hostage_taking", "hijacking", "assassination", "execution", "massacre",
        "sexual_violence", "robbery",
    ),
    "unrest": ("protest", "riot", "crackdown", "arrest", "coup"),
    "disaster": (
        "earthquake", "flood", "storm", "landslide", "avalanche", "wildfire", "volcano", "heatwave",
    ),
    "accident": (
        "fire", "explosion", "road_accident", "rail_accident", "air_accident", "ship_accident",
        "building_collapse", "crowd_crush", "mine_accident", "poisoning", "disease_outbreak",
    ),
}  # fmt: skip
KINDS: dict[str, str] = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}
"""kind → family, the closed list of CONTRACT.md."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch `[start, end)` of the text of document `doc`, in code points."""

    doc: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One news report as published. A changed page is a new document that `revises` the old.

    `text` and `title` are normalised. `published` is the publisher's date, never the day of
    fetching; `published_basis` says where it was read: `metadata`, `page`, `text`, `given`,
    or `unknown` (then `published` is None). `credit` is an agency named as the source of a
    copy ("dpa"). `batch` counts ingest runs, so that ids of incidents survive growth. `coded` is
    the data set whose row it is (see `casus.coded`), None for a report in prose.
    """

    id: str
    path: str
    url: str | None
    publisher: str | None
    lang: str
    title: str | None
    text: str
    published: date | None = None
    published_basis: str = "unknown"
    fetched: str | None = None
    credit: str | None = None
    revises: str | None = None
    batch: int = 0
    coded: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people as an interval. `high` None: open ("at least 53" is (53, None));
    `low` None: "up to 20" is (None, 20). `approx`: "about", "nearly", or a vague word. `best`: the
    likeliest number, where one is told beside the bounds (a data set's low, best and high)."""

    low: int | None
    high: int | None
    approx: bool = False
    # not printed, since ids of claims are hashes of the printed value
    best: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TimeRef:
    """A date as the text says it, before any calendar is applied: symbolic, language-blind.

    Only what is said is set. `casus.timeref.resolve(ref, anchor)` turns it into an interval.
    - explicit: `year`, `month` (1-12), `day` (1-31); `end_day`/`end_month`/`end_year` for
      "3-5 May", "2012 to 2018"; `unit` "decade" or "century" with `year` for "the 1990s"
    - `part`: "early", "mid", "late" of the month, year or week; or a week of a month: "week1" …
      "week5", "weeklast"; or a part of a year: "Q1" … "Q4", "H1", "H2", "spring", "summer",
      "autumn", "winter", a feast "easter+49" or "nth-11-4-3" (fourth Thursday of November)
    - `weekday`: 0 Monday … 6 Sunday; `direction` -1 past ("last Friday"), +1 coming,
      0 the nearest fitting (news text: the past one, today included)
    - `offset`: (min, max) number of `unit`s from the anchor: "yesterday" (-1, -1) day,
      "two weeks ago" (-2, -2) week, "last month" (-1, -1) month, "this year" (0, 0) year.
      With `duration` the shift is counted from the day itself ("two weeks ago"), without it
      the calendar's unit is meant ("last month")
    - `time_of_day`: "night", "morning", "noon", "afternoon", "evening", "HH:MM", or
      "night_to": the night that ends on the day named ("in der Nacht zum Mittwoch")
    - `relative_to` "event": counted from an event ("three days earlier"), not the document
    - `duration`: a TIMEX3 period ("P3D"); `set_`: how often ("P1W"); `fuzzy`: "past",
      "present", "future" for words that name no day ("now", "recently"), "then" for the date
      named last ("since then"), with an offset years from it ("the same month last year")
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    part: str | None = None
    weekday: int | None = None
    end_weekday: int | None = None
    offset: tuple[int, int] | None = None
    unit: str | None = None
    direction: int = 0
    time_of_day: str | None = None
    relative_to: str = "document"
    duration: str | None = None
    set_: str | None = None
    end_year: int | None = None
    fuzzy: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, closed; never a midnight. `start`/`end` None: not resolved yet.

    `precision`: day, days, week, month, year, unknown. `basis`: explicit, relative, inferred,
    assumed, symbolic (an undated document's "Friday", kept in `ref` until linking dates it).
    """

    start: date | None
    end: date | None
    precision: str = "unknown"
    basis: str = "symbolic"
    ref: TimeRef | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place, known or not. `path` runs from the country inwards (containment is a prefix
    test). `lat`/`lon` in degrees; an unknown place has those of the smallest known area around
    it. `precision`: exact, near, adm2, adm1, country, water, unknown. `key` is script-neutral."""

    name: str
    path: tuple[str, ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "unknown"
    gazetteer_id: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted or was acted upon. `key` is script-neutral and shared by all names of one
    organisation; `sector` is a PLOVER sector code or ""; `country` ISO 3166-1 alpha-2."""

    name: str
    key: str
    sector: str = ""
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a claim. `kind` is one of VOICE_KINDS or None: the document itself."""

    kind: str | None = None
    name: str | None = None


Value = Count | When | Place | Actor | str
"""What a claim can say: a toll, a date, a place, an actor, or a code (kind, means, …)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A typed piece of text: `kind` is place, date, count, actor, event, voice, means …"""

    span: Span
    kind: str
    value: object
    raw: str
    rule: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of one field, said by a voice, at spans of one document.

    `spans[0]` is what `raw` equals; `sentence` is the sentence around it. `group` is one of
    GROUPS or None. `confidence` is set on perpetrator claims. `said` is the day on which the
    voice said it, as far as the text or the document's date tells.
    """

    id: str
    account: str
    doc: str
    lang: str
    field: str
    value: Value
    raw: str
    spans: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    rule: str
    group: str | None = None
    part: Part = Part.TOTAL
    stance: Stance = Stance.STATES
    voice: Voice = Voice()
    said: date | None = None
    confidence: str | None = None
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """One event as one document tells it: the unit that is linked.

    `anchor` is the sentence that first tells it; `role` is main or background. `kind` is the
    chosen kind code. `when` may be symbolic. `order` is its position in the document. `apart`
    names accounts of the same document that the text tells as other events (cannot-link).
    """

    id: str
    doc: str
    lang: str
    role: str
    anchor: tuple[int, int]
    kind: str
    order: int
    claims: tuple[Claim, ...] = ()
    names: tuple[str, ...] = ()
    """Script-neutral keys of rare names told in the account (villages, people, facilities)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something said of a record before it has words: a code, and values that fill its words in.
    Words are found by `casus.wording`, in English or a reader's language. Values are numbers, texts
    from outside (names, reasons), phrases, or several of them in a row."""

    code: str
    values: Mapping[str, str | int | float | Phrase | tuple[str | Phrase, ...]] = field(
        default_factory=dict
    )


PhraseValue = str | int | float | Phrase | tuple[str | Phrase, ...]


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of a pair's explanation: a comparison, the level it took, its log-odds weight."""

    comparison: str
    level: Phrase
    weight: float


@dataclass(frozen=True, slots=True)
class PairScore:
    """The weight of evidence that two accounts tell one event. `parts` sum to `weight`;
    `veto` names why they can never be one, or is None."""

    left: str
    right: str
    weight: float
    parts: tuple[ScorePart, ...]
    veto: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A human decision, append-only. `about` names anchors, `supersedes` an older judgement.

    `verdict`: same, different, not_an_incident, value, note, withdrawn.
    """

    id: str
    about: tuple[str, ...]
    verdict: str
    user: str
    at: str
    reason: str = ""
    seen: str = ""
    supersedes: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class GroupToll:
    """A part of a toll by kind of people."""

    group: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Toll:
    """A reconciled toll with its reason; claim ids under support, outdated and against."""

    low: int | None
    best: int | None
    high: int | None
    state: State
    policy: str
    reason: tuple[Phrase, ...]
    groups: tuple[GroupToll, ...] = ()
    support: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentWhen:
    when: When
    state: State
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentWhere:
    place: Place
    state: State
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentActor:
    role: str
    actor: Actor
    confidence: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Means:
    code: str
    name: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """The reconciled record of one group of accounts; see CONTRACT.md for the fields."""

    id: str
    kind: str
    family: str
    title: str
    when: IncidentWhen
    where: IncidentWhere
    tolls: dict[str, Toll]
    actors: tuple[IncidentActor, ...]
    means: tuple[Means, ...]
    witnesses: int
    languages: tuple[str, ...]
    accounts: tuple[Account, ...]
    open_questions: tuple[Phrase, ...] = field(default=())

    @property
    def state(self) -> State:
        """The state that a reader must know first: any conflict, then any decision, then how
        many independent reports there are."""
        states = {toll.state for toll in self.tolls.values()}
        states |= {self.when.state, self.where.state}
        for state in (State.CONFLICTING, State.HUMAN):
            if state in states:
                return state
        return State.AGREED if self.witnesses > 1 else State.SINGLE


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document was rejected or read with a reservation; `what` tells what to do."""

    code: str
    what: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a derived result was made with: same run and documents, same bytes."""

    code_version: str
    pack_versions: tuple[tuple[str, str], ...]
    config_hash: str
