"""Who reports: governments, departments and townships of every division of the register, numbered from nothing.

Belongs here: names, kinds, sites. Does not belong here: what they report (figures.py), how it is printed (archive.py).
Bodies are not stored: the k-th is worked out from k, so that an archive of any size needs no list of them.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from dagster_project.extract.forms import read_seed

FIRST_YEAR = 2008
YEARS = 16
"""Years of a body in an archive; the one after them is for increments."""

DEPARTMENTS = (
    "财政局", "教育局", "公安局", "民政局", "司法局", "人力资源和社会保障局", "自然资源局", "生态环境局",
    "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康委员会", "审计局",
    "市场监督管理局", "统计局", "林业局", "医疗保障局", "应急管理局", "发展和改革委员会", "工业和信息化局", "信访局",
    "城市管理局", "科学技术局", "退役军人事务局", "行政审批服务局", "体育局", "人民政府办公室",
    "机关事务管理局", "气象局",
)  # fmt: skip
TOWNSHIPS = tuple(
    f"{place}{kind}"
    for kind in ("镇人民政府", "乡人民政府", "街道办事处")
    for place in (
        "城关",
        "河口",
        "太平",
        "新华",
        "青山",
        "石桥",
        "双河",
        "龙泉",
        "永安",
        "大寨",
        "白沙",
        "清水",
        "马集",
        "王庄",
    )
)
_OF_PROVINCES = {"局": "厅"}
_STRIDE = 1_000_003  # a prime, so that neighbours in number are far apart in place


@dataclass(slots=True, frozen=True)
class Body:
    """One reporting organ through the years. `names` are those of its division by year, written in front of it."""

    number: int
    unit_code: str
    designation: str
    kind: str
    names: dict[int, str]
    codes: dict[int, str]

    def name(self, year: int) -> str:
        """Its full name in a year."""
        return self.names[year] + self.designation

    @property
    def we(self) -> str:
        """How it speaks of itself: 我局, 我镇."""
        ends = {"人民政府": "", "办事处": "街道", "委员会": "委", "办公室": "办", "局": "局", "厅": "厅"}
        if self.kind == "township":
            return f"我{'街道' if self.designation.endswith('办事处') else self.designation[-5]}"
        end = next(short for long, short in ends.items() if self.designation.endswith(long))
        return f"我{end or self.names[FIRST_YEAR][-1]}"

    def page(self, year: int, number: int) -> str:
        """The address at which a report lies."""
        return f"http://www.x{self.codes[year]}.gov.cn/zfxxgk/{self.number}/{year + 1}01/t{number}.html"


@dataclass(slots=True, frozen=True)
class _Unit:
    code: str
    level: str
    names: dict[int, str]
    codes: dict[int, str]

    @property
    def designations(self) -> tuple[str, ...]:
        if self.level == "province":
            return "人民政府", *(f"{name[:-1]}{_OF_PROVINCES.get(name[-1], name[-1])}" for name in DEPARTMENTS)
        return "人民政府", *DEPARTMENTS, *(TOWNSHIPS if self.level == "county" else ())


@cache
def _units() -> tuple[_Unit, ...]:
    """The units of the register that had one name and one code at the end of every year of an archive."""
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS + 1)
    in_force: dict[int, dict[str, dict[str, str]]] = {year: {} for year in years}
    lines = read_seed("divisions")
    for line in lines:
        for year in years:
            if line["valid_from"] <= f"{year}-12-31" <= (line["valid_to"] or "9999"):
                in_force[year][line["division_code"]] = line
    known: dict[str, dict[int, dict[str, str]]] = {}
    for year, of_year in in_force.items():
        for line in of_year.values():
            known.setdefault(line["unit_code"], {})[year] = line
    times = Counter(name for name, _ in {(line["name"], line["unit_code"]) for line in lines})

    def full(line: dict[str, str], year: int) -> str:
        parent = in_force[year].get(line["parent_code"])
        return (parent["name"] if parent and times[line["name"]] > 1 else "") + line["name"]

    return tuple(
        _Unit(
            code,
            of_years[FIRST_YEAR]["level"],
            {year: full(line, year) for year, line in of_years.items()},
            {year: line["division_code"] for year, line in of_years.items()},
        )
        for code, of_years in sorted(known.items())
        if len(of_years) == len(years)
    )


@cache
def _ends() -> list[int]:
    return list(accumulate(len(unit.designations) for unit in _units()))


def count() -> int:
    """How many bodies there are."""
    return _ends()[-1]


def body(number: int) -> Body:
    """The body of a number. Raises ValueError beyond the last."""
    if number >= count():
        raise ValueError(f"there are {count():,} bodies, and no number {number:,}")
    at = number * _STRIDE % count()
    place = bisect_right(_ends(), at)
    unit = _units()[place]
    nth = at - (_ends()[place - 1] if place else 0)
    kind = "department" if nth else "government"
    if nth > len(DEPARTMENTS):
        kind = "township"
    return Body(number, unit.code, unit.designations[nth], kind, unit.names, unit.codes)
