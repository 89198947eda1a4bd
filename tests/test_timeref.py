"""Time references against the calendar: news reading, round trips, TIMEX3 values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casus.timeref import compatible, infer_anchor, resolve
from casus.types import TimeRef, When

SATURDAY = date(2019, 11, 2)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2080, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("ref", "anchor", "start", "end", "precision"),
    [
        # a bare weekday is the most recent one, the day of publication included
        (TimeRef(weekday=5), "2019-11-02", "2019-11-02", "2019-11-02", "day"),
        (TimeRef(weekday=4), "2019-11-02", "2019-11-01", "2019-11-01", "day"),
        (TimeRef(weekday=6), "2019-11-02", "2019-10-27", "2019-10-27", "day"),
        # over the start of a month and of a year
        (TimeRef(weekday=4), "2020-03-02", "2020-02-28", "2020-02-28", "day"),
        (TimeRef(weekday=1), "2021-01-01", "2020-12-29", "2020-12-29", "day"),
        # "last Friday" is never the day itself
        (TimeRef(weekday=5, direction=-1), "2019-11-02", "2019-10-26", "2019-10-26", "day"),
        (TimeRef(weekday=4, direction=-1), "2019-11-02", "2019-11-01", "2019-11-01", "day"),
        (TimeRef(weekday=5, direction=1), "2019-11-02", "2019-11-09", "2019-11-09", "day"),
        (TimeRef(weekday=4, end_weekday=6), "2019-11-06", "2019-11-01", "2019-11-03", "days"),
        (TimeRef(weekday=4, end_weekday=6), "2019-11-02", "2019-10-25", "2019-10-27", "days"),
        (TimeRef(weekday=2, time_of_day="night_to"), "2019-11-02", "2019-10-29", "2019-10-30",
         "days"),
        (TimeRef(weekday=3, time_of_day="evening"), "2019-11-02", "2019-10-31", "2019-10-31",
         "day"),
        # months and their parts
        (TimeRef(month=10, part="early"), "2019-11-02", "2019-10-01", "2019-10-10", "days"),
        (TimeRef(month=10, part="mid"), "2019-11-02", "2019-10-11", "2019-10-20", "days"),
        (TimeRef(month=2, part="late"), "2020-03-02", "2020-02-21", "2020-02-29", "days"),
        (TimeRef(month=11), "2019-11-02", "2019-11-01", "2019-11-30", "month"),
        (TimeRef(month=12), "2019-11-02", "2018-12-01", "2018-12-31", "month"),
        (TimeRef(month=11, day=2), "2019-11-02", "2019-11-02", "2019-11-02", "day"),
        (TimeRef(month=11, day=3), "2019-11-02", "2018-11-03", "2018-11-03", "day"),
        (TimeRef(month=5, day=3, end_day=5), "2019-11-02", "2019-05-03", "2019-05-05", "days"),
        (TimeRef(month=2, day=29), "2019-11-02", "2016-02-29", "2016-02-29", "day"),
        (TimeRef(day=31), "2019-11-02", "2019-10-31", "2019-10-31", "day"),
        (TimeRef(day=31), "2019-10-02", "2019-08-31", "2019-08-31", "day"),
        # a weekday beside the day picks the year
        (TimeRef(month=2, day=25, weekday=3), "2010-02-20", "2010-02-25", "2010-02-25", "day"),
        (TimeRef(month=10, day=28, weekday=4), "2022-11-02", "2022-10-28", "2022-10-28", "day"),
        # years, decades, quarters, seasons
        (TimeRef(year=2012), None, "2012-01-01", "2012-12-31", "year"),
        (TimeRef(year=2012, end_year=2018), None, "2012-01-01", "2018-12-31", "year"),
        (TimeRef(year=1990, unit="decade"), None, "1990-01-01", "1999-12-31", "year"),
        (TimeRef(year=1990, unit="decade", part="early"), None, "1990-01-01", "1993-12-31",
         "year"),
        (TimeRef(year=1800, unit="century"), None, "1800-01-01", "1899-12-31", "year"),
        (TimeRef(year=2009, part="Q4"), None, "2009-10-01", "2009-12-31", "month"),
        (TimeRef(part="Q4"), "2019-11-02", "2019-10-01", "2019-12-31", "month"),
        (TimeRef(part="winter"), "2019-11-02", "2018-12-01", "2019-02-28", "month"),
        (TimeRef(year=2011, part="autumn"), None, "2011-09-01", "2011-11-30", "month"),
        (TimeRef(year=2020, month=5, day=31), None, "2020-05-31", "2020-05-31", "day"),
        (TimeRef(year=2019, month=5, day=30, end_month=6, end_day=2), None, "2019-05-30",
         "2019-06-02", "days"),
        (TimeRef(year=2019, month=12, day=30, end_month=1, end_day=2), None, "2019-12-30",
         "2020-01-02", "days"),
        # counted from the report
        (TimeRef(offset=(-1, -1), unit="day"), "2019-03-01", "2019-02-28", "2019-02-28", "day"),
        (TimeRef(offset=(-1, -1), unit="week"), "2019-11-02", "2019-10-21", "2019-10-27", "week"),
        (TimeRef(offset=(-1, -1), unit="month"), "2019-03-31", "2019-02-01", "2019-02-28",
         "month"),
        (TimeRef(offset=(0, 0), unit="year"), "2019-03-31", "2019-01-01", "2019-12-31", "year"),
        (TimeRef(offset=(-1, -1), unit="quarter"), "2007-01-18", "2006-10-01", "2006-12-31",
         "month"),
        (TimeRef(offset=(-1, -1), unit="year", part="Q1"), "2009-05-07", "2008-01-01",
         "2008-03-31", "month"),
        (TimeRef(offset=(-1, -1), unit="week", weekday=4), "2019-11-02", "2019-10-25",
         "2019-10-25", "day"),
        (TimeRef(offset=(-1, -1), unit="month", part="late"), "2019-11-02", "2019-10-21",
         "2019-10-31", "days"),
        (TimeRef(offset=(0, 0), unit="weekend"), "2019-11-04", "2019-11-02", "2019-11-03",
         "days"),
        (TimeRef(offset=(-1, -1), unit="weekend"), "2019-11-06", "2019-11-02", "2019-11-03",
         "days"),
        (TimeRef(offset=(-1, -1), unit="weekend"), "2019-11-03", "2019-10-26", "2019-10-27",
         "days"),
        (TimeRef(offset=(-2, -2), unit="week", duration="P2W"), "2019-11-02", "2019-10-16",
         "2019-10-22", "week"),
        (TimeRef(offset=(-1, -1), unit="month", duration="P1M"), "2019-11-02", "2019-09-17",
         "2019-10-17", "month"),
        (TimeRef(offset=(-3, -3), unit="hour", duration="PT3H"), "2019-11-02", "2019-11-01",
         "2019-11-02", "days"),
        (TimeRef(offset=(0, 0), unit="day", time_of_day="night_to"), "2019-11-02", "2019-11-01",
         "2019-11-02", "days"),
        (TimeRef(duration="P3Y", direction=-1), "2019-11-02", "2016-11-02", "2019-11-02", "year"),
        (TimeRef(duration="P10D", direction=1), "2019-11-02", "2019-11-02", "2019-11-12", "days"),
    ],
)  # fmt: skip
def test_resolves(
    ref: TimeRef, anchor: str | None, start: str, end: str, precision: str
) -> None:
    when = resolve(ref, day(anchor) if anchor else None)
    assert (when.start, when.end, when.precision) == (day(start), day(end), precision)
    assert when.basis == ("explicit" if ref.year is not None else "relative")
    assert when.ref is ref


@pytest.mark.parametrize(
    ("ref", "start"),
    [
        (TimeRef(weekday=4), "2019-11-08"),
        (TimeRef(weekday=5), "2019-11-02"),
        (TimeRef(month=10), "2020-10-01"),
        (TimeRef(month=11, day=3), "2019-11-03"),
        (TimeRef(month=10, day=12), "2020-10-12"),
        (TimeRef(part="Q4"), "2019-10-01"),
    ],
)
def test_reads_forward_where_the_text_looks_ahead(ref: TimeRef, start: str) -> None:
    assert resolve(ref, SATURDAY, past=False).start == day(start)


@pytest.mark.parametrize(
    "ref",
    [
        TimeRef(weekday=4),
        TimeRef(offset=(-1, -1), unit="day"),
        TimeRef(month=10, part="early"),
        TimeRef(part="winter"),
    ],
)
def test_without_an_anchor_a_relative_phrase_stays_symbolic(ref: TimeRef) -> None:
    assert resolve(ref, None) == When(None, None, "unknown", "symbolic", ref)


@pytest.mark.parametrize(
    "ref",
    [
        TimeRef(fuzzy="past"),
        TimeRef(set_="P1W"),
        TimeRef(duration="P3D"),
        TimeRef(month=6, day=31),
        TimeRef(year=2019, month=2, day=29),
        TimeRef(year=1, month=1, day=1, time_of_day="night_to"),
        TimeRef(offset=(-9999, -9999), unit="year"),
        TimeRef(time_of_day="evening"),
        TimeRef(offset=(1, 1), unit="day", relative_to="event"),
    ],
)
def test_what_names_no_day_gives_none(ref: TimeRef) -> None:
    when = resolve(ref, SATURDAY)
    assert (when.start, when.end, when.basis) == (None, None, "symbolic")


def test_an_event_is_counted_from() -> None:
    ref = TimeRef(offset=(3, 3), unit="day", duration="P3D", relative_to="event")
    assert resolve(ref, SATURDAY).start is None
    assert resolve(ref, SATURDAY, event=day("2019-10-01")).start == day("2019-10-04")


@pytest.mark.parametrize(
    ("what", "start", "end", "expected"),
    [
        (TimeRef(weekday=4), "2019-11-01", "2019-11-01", True),
        (TimeRef(weekday=4), "2019-11-02", "2019-11-03", False),
        (TimeRef(weekday=4), "2019-10-28", "2019-11-03", True),
        (TimeRef(weekday=2, time_of_day="night_to"), "2019-10-29", "2019-10-29", True),
        (TimeRef(weekday=2, time_of_day="night_to"), "2019-10-31", "2019-10-31", False),
        (TimeRef(month=10, part="early"), "2019-10-04", "2019-10-04", True),
        (TimeRef(month=10, part="early"), "2019-10-14", "2019-10-14", False),
        (TimeRef(part="winter"), "2019-01-14", "2019-01-14", True),
        (TimeRef(part="winter"), "2019-07-14", "2019-07-14", False),
        (TimeRef(month=5, day=3), "2019-05-03", "2019-05-03", True),
        (TimeRef(month=5, day=3), "2019-05-04", "2019-05-30", False),
        (TimeRef(year=2012), "2012-03-01", "2012-03-01", True),
        (TimeRef(year=2012), "2013-03-01", "2013-03-01", False),
        (TimeRef(offset=(-1, -1), unit="day"), "2013-03-01", "2013-03-01", True),
        (TimeRef(weekday=4), "2010-01-01", "2019-12-31", True),
        (When(date(2019, 5, 1), date(2019, 5, 31)), "2019-05-31", "2019-06-02", True),
        (When(date(2019, 5, 1), date(2019, 5, 31)), "2019-06-01", "2019-06-02", False),
        (When(None, None), "2019-06-01", "2019-06-02", True),
        (When(None, None, ref=TimeRef(weekday=4)), "2019-11-02", "2019-11-02", False),
    ],
)
def test_compatible(what: TimeRef | When, start: str, end: str, expected: bool) -> None:
    assert compatible(what, (day(start), day(end))) is expected


@pytest.mark.parametrize(
    ("ref", "known", "expected"),
    [
        (TimeRef(weekday=4), "2019-11-01", ("2019-11-01", "2019-11-07")),
        (TimeRef(weekday=4, direction=-1), "2019-11-01", ("2019-11-02", "2019-11-08")),
        (TimeRef(weekday=4), "2019-11-02", None),
        (TimeRef(offset=(-1, -1), unit="day"), "2019-11-01", ("2019-11-02", "2019-11-02")),
        (TimeRef(offset=(-1, -1), unit="week"), "2019-10-23", ("2019-10-28", "2019-11-03")),
        (TimeRef(month=10), "2019-10-04", ("2019-10-01", "2020-09-30")),
        (TimeRef(year=2019, month=10, day=4), "2019-10-04", None),
        (TimeRef(fuzzy="past"), "2019-10-04", None),
        (TimeRef(offset=(1, 1), unit="day", relative_to="event"), "2019-10-04", None),
    ],
)
def test_infers_the_day_of_publication(
    ref: TimeRef, known: str, expected: tuple[str, str] | None
) -> None:
    got = infer_anchor(ref, day(known))
    assert got == (None if expected is None else (day(expected[0]), day(expected[1])))


REFS = st.one_of(
    st.builds(
        TimeRef,
        weekday=st.integers(0, 6),
        direction=st.sampled_from([-1, 0, 1]),
        time_of_day=st.sampled_from([None, "morning", "night_to"]),
    ),
    st.builds(TimeRef, month=st.integers(1, 12), part=st.sampled_from([None, "early", "late"])),
    st.builds(TimeRef, month=st.integers(1, 12), day=st.integers(1, 28)),
    st.builds(
        TimeRef,
        offset=st.integers(-6, 2).map(lambda n: (n, n)),
        unit=st.sampled_from(["day", "week", "weekend", "month", "quarter", "year"]),
    ),
    st.builds(TimeRef, part=st.sampled_from(["spring", "winter", "Q1", "Q4", "H2"])),
)


@settings(deadline=None, max_examples=60)
@given(REFS, DAYS)
def test_every_inferred_day_of_publication_gives_the_known_day(ref: TimeRef, known: date) -> None:
    window = infer_anchor(ref, known)
    assume(window is not None)
    assert window is not None
    length = (window[1] - window[0]).days
    for k in {0, length // 3, length // 2, length}:
        when = resolve(ref, window[0] + timedelta(days=k))
        assert when.start is not None and when.end is not None
        assert when.start <= known <= when.end


@settings(deadline=None, max_examples=60)
@given(REFS, DAYS)
def test_what_a_phrase_resolves_to_is_inferred_back_and_compatible(
    ref: TimeRef, anchor: date
) -> None:
    when = resolve(ref, anchor)
    assert when.start is not None and when.end is not None and when.start <= when.end
    assert compatible(ref, (when.start, when.end))
    assert resolve(ref, anchor) == when
    known = when.start
    window = infer_anchor(ref, known)
    assert window is not None
    if ref.weekday is not None or ref.unit == "day":
        assert window[0] <= anchor <= window[1]


@settings(deadline=None, max_examples=60)
@given(REFS, DAYS)
def test_the_past_is_never_ahead(ref: TimeRef, anchor: date) -> None:
    if ref.direction <= 0 and (ref.offset is None or ref.offset[0] <= 0):
        start = resolve(ref, anchor).start
        assert start is not None and start <= anchor
