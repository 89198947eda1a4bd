"""Splink on the columns that linking has: probabilistic record linkage after Fellegi and Sunter.

Its weights are learnt without truth by expectation maximisation, as its guide advises: blocked
once on day and country and once on place and kind, so that each comparison is trained by a pass
that does not block on it. Pairs are those of one country no more than a day apart, of one place
in a month, and of one toll and kind on a day.
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Iterable

from casus.link.facts import Facts

from .measure import Collection
from .peers import Found, best, facts

_THRESHOLDS = tuple(range(-4, 15))
_APART = -3.0
"""Match weight of a pair that no blocking rule proposed: log2 of odds of one in 64."""
_MAX_PAIRS = 5e6


def rows(known: Iterable[Facts]) -> list[dict[str, object]]:
    """One row an account; None where nothing is told."""
    found: list[dict[str, object]] = []
    for f in known:
        place = f.places[0] if f.places else None
        names = sorted(f.names | {p.key for p in f.places if p.key})
        found.append(
            {
                "unique_id": f.id,
                "day": f.start if f.start is not None else f.published,
                "month": (f.start or f.published or 0) // 30,
                "country": min(f.countries) if f.countries else None,
                "place": (place.gazetteer_id or place.key) if place else None,
                "name": names[0] if names else None,
                "lat": place.lat if place else None,
                "lon": place.lon if place else None,
                "kind": min(f.kinds),
                "killed": _figure(f, "killed"),
                "injured": _figure(f, "injured"),
                "author": min(f.perpetrators) if f.perpetrators else None,
            }
        )
    return found


def _figure(f: Facts, field: str) -> int | None:
    told = [t.point for t in f.tolls if t.field == field]
    return max(told) if told else None


def splink(collection: Collection) -> Found:
    """Splink's scores, grouped at the threshold that suits them best."""
    import pandas as pd  # noqa: PLC0415 - bench extra
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    logging.getLogger("splink").setLevel(logging.ERROR)
    begin = time.perf_counter()
    table = pd.DataFrame(rows(facts(collection)))
    for column in ("day", "killed", "injured"):
        table[column] = table[column].astype("Int64")
    near = "l.country = r.country and abs(l.day - r.day) <= 1"
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            near,
            block_on("place", "month"),
            block_on("killed", "kind", "day"),
        ],
        comparisons=[
            _days(),
            cl.DistanceInKMAtThresholds("lat", "lon", [1, 25, 100]),
            cl.JaroWinklerAtThresholds("name", [0.92, 0.8]),
            cl.ExactMatch("kind"),
            _figures("killed"),
            _figures("injured"),
            cl.ExactMatch("author"),
        ],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = DuckDBAPI()
        linker = Linker(api.register(table), settings)
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on("place", "day", "kind")], recall=0.6
        )
        training.estimate_u_using_random_sampling(max_pairs=_MAX_PAIRS, seed=1)
        training.estimate_parameters_using_expectation_maximisation(block_on("day", "country"))
        training.estimate_parameters_using_expectation_maximisation(block_on("place", "kind"))
        found = linker.inference.predict(threshold_match_weight=-8).as_pandas_dataframe()
    position = {a.id: n for n, a in enumerate(collection.accounts)}
    scores = {}
    for left, right, weight in zip(
        found["unique_id_l"], found["unique_id_r"], found["match_weight"], strict=True
    ):
        i, j = sorted((position[left], position[right]))
        scores[i, j] = float(weight)
    seconds = time.perf_counter() - begin
    return best("Splink", {"": scores}, _THRESHOLDS, _APART, collection, seconds)


def _days() -> dict[str, object]:
    return _levels(
        "day",
        ("the same day", "day_l = day_r"),
        ("a day apart", "abs(day_l - day_r) = 1"),
        ("a week apart", "abs(day_l - day_r) <= 7"),
    )


def _figures(column: str) -> dict[str, object]:
    left, right = f"{column}_l", f"{column}_r"
    return _levels(
        column,
        ("the same, four or more", f"{left} = {right} and {left} >= 4"),
        ("the same", f"{left} = {right}"),
        ("close", f"abs({left} - {right}) <= greatest({left}, {right}) / 3"),
    )


def _levels(column: str, *told: tuple[str, str]) -> dict[str, object]:
    missing = f"{column}_l is null or {column}_r is null"
    return {
        "output_column_name": column,
        "comparison_levels": [
            {"sql_condition": missing, "label_for_charts": "not told", "is_null_level": True},
            *({"sql_condition": sql, "label_for_charts": label} for label, sql in told),
            {"sql_condition": "ELSE", "label_for_charts": "other"},
        ],
    }
