"""The reports that the tests of the warehouse are given. Paths tell what each document is.

Belongs here: reports that balance, one that does not, what never counts, and bodies over several years. Does not belong
here: how rows are made (bronze.py), nor what the warehouse makes of them.
"""

from datetime import date
from decimal import Decimal

from dagster_project.extract.forms import CellKey
from tests.bronze import Bronze, Row, Values, filled

HONGZE: Row = {"organization": "淮安市洪泽区人民政府", "organization_kind": "government", "division_code": "320813"}

APPLICATIONS_2023: Values = {
    ("received_new", "natural_person"): 40,
    ("received_new", "business"): 5,
    ("carried_in", "natural_person"): 2,
    ("granted", "natural_person"): 20,
    ("granted", "business"): 4,
    ("partially_granted", "natural_person"): 4,
    ("refused_state_secret", "natural_person"): 1,
    ("refused_deliberative", "natural_person"): 6,
    ("unavailable_not_held", "natural_person"): 7,
    ("other_residual", "business"): 1,
    ("carried_out", "natural_person"): 4,
}
APPLICATIONS_2024: Values = {
    ("received_new", "natural_person"): 10,
    ("carried_in", "natural_person"): 3,
    ("granted", "natural_person"): 13,
}
REVIEWS_2023: Values = {
    ("administrative_review", "upheld"): 3,
    ("administrative_review", "corrected"): 1,
    ("litigation_direct", "pending"): 2,
}
DISCLOSURE_2023: Values = {
    ("normative_documents", "issued"): 5,
    ("normative_documents", "in_force"): 17,
    ("licences", "decisions"): 550,
    ("fees", "amount"): Decimal("7730.28"),
}
ANNEX_2016: Values = {
    ("disclosed_items", "value"): 120,
    ("received_online", "value"): 6,
    ("received_by_letter", "value"): 1,
    ("concluded_on_time", "value"): 7,
    ("granted", "value"): 5,
    ("refused_privacy", "value"): 2,
    ("information_fee", "value"): Decimal("0.4"),
}


def small_bronze() -> Bronze:
    """What the tests of the warehouse read."""
    bronze = Bronze()
    _zero_2020(bronze)
    _hongze(bronze)
    _names_and_scopes(bronze)
    _others(bronze)
    _over_the_years(bronze)
    _odd_reporters(bronze)
    for path, reason in (("空 文件'.txt", "empty_file"), ("picture.txt", "not_text"), ("通知.txt", "not_a_report")):
        bronze.document(path, "not_a_report" if reason == "not_a_report" else None, reason)
    return bronze


def _zero_2020(bronze: Bronze) -> None:
    bronze.document("zero_2020.txt")
    key = bronze.report(
        "zero_2020.txt", organization="衡山县应急管理局", division_code="430423", year=2020, layout="E3"
    )
    for code in ("disclosure", "applications", "reviews"):
        bronze.table(key, code, "E3", filled(code, "E3", {}), "unchecked" if code == "disclosure" else "proved")
    bronze.claim(key, "received_new", 0)
    bronze.claim(key, "consultations", 12)


def _hongze(bronze: Bronze) -> None:
    """A government in two years, a copy of the first report, and an earlier, corrected version of the second."""
    for path, published, dropped in (
        ("hongze_2023.txt", date(2024, 1, 20), ()),
        ("mirror/hongze_2023.txt", date(2024, 1, 19), ()),
        ("hongze_2024_first.txt", date(2025, 1, 10), (("granted", "natural_person"),)),
        ("hongze_2024.txt", date(2025, 2, 10), ()),
    ):
        first = "2023" in path
        bronze.document(path)
        key = bronze.report(path, **HONGZE, year=2023 if first else 2024, title="年度报告", published_on=published)
        values = dict(APPLICATIONS_2023 if first else APPLICATIONS_2024)
        for cell in dropped:
            values[cell] = 12
            values["carried_out", "natural_person"] = 1
        bronze.table(key, "applications", "E4", filled("applications", "E4", values))
        if first:
            bronze.table(key, "reviews", "E4", filled("reviews", "E4", REVIEWS_2023))
            bronze.table(key, "disclosure", "E4", filled("disclosure", "E4", DISCLOSURE_2023), "unchecked")
        if path == "hongze_2023.txt":
            for measure, value in (("received_new", 47), ("granted", 20), ("refused", 7), ("concluded_total", 41)):
                bronze.claim(key, measure, value)


def _names_and_scopes(bronze: Bronze) -> None:
    """One body in two scopes, one under two spellings, one renamed, and two of one name that nobody can place."""
    for path, organization, division_code, year, scope, received in (
        ("xiangtan_2021.txt", "湘潭市人民政府", "430300", 2021, "government_own_level", 30),
        ("xiangtan_2021_region.txt", "湘潭市人民政府", "430300", 2021, "region_all_levels", 90),
        ("yuetang_2021.txt", "岳塘区水利局", "430304", 2021, "organ", 2),
        ("yuetang_2021_with_city.txt", "湘潭市岳塘区水利局", "430304", 2021, "organ", 2),
        ("renfang_2021.txt", "宣城市人民防空办公室", "341800", 2021, "organ", 5),
        ("guodong_2022.txt", "宣城市国防动员办公室", "341800", 2022, "organ", 1),
        ("chengguan_2021.txt", "城关镇人民政府", None, 2021, "organ", 3),
        ("other_chengguan_2021.txt", "城关镇人民政府", None, 2021, "organ", 4),
    ):
        bronze.document(path)
        known: Row = {"organization": organization, "division_code": division_code, "year": year, "scope": scope}
        key = bronze.report(path, **known)
        values = {("received_new", "business"): received, ("carried_out", "business"): received}
        if path == "guodong_2022.txt":
            values = {("carried_in", "business"): 5, ("granted", "business"): 5}
        bronze.table(key, "applications", "E4", filled("applications", "E4", values))


def _others(bronze: Bronze) -> None:
    bronze.document("contradicted_2022.txt")
    key = bronze.report("contradicted_2022.txt", organization="某市水务局", division_code="430400", year=2022)
    wrong = filled("applications", "E4", APPLICATIONS_2023)
    wrong["granted", "natural_person"] = 21
    bronze.table(key, "applications", "E4", wrong, "contradicted", "source")
    blank_total: dict[CellKey, int | Decimal | None] = {**filled("reviews", "E4", REVIEWS_2023)}
    blank_total["litigation_direct", "total"] = None
    bronze.table(key, "reviews", "E4", blank_total)

    bronze.document("annex_2016.txt")
    key = bronze.report("annex_2016.txt", organization="宣城市旅游局", division_code="341800", year=2016, layout="E2")
    bronze.table(key, "annex_2014", "E2", filled("annex_2014", "E2", ANNEX_2016))

    bronze.document("prose_2012.txt")
    key = bronze.report("prose_2012.txt", organization="岳塘区人民政府", year=2012, layout="E1")
    bronze.claim(key, "received_new", 31)
    bronze.claim(key, "granted", 20, "about")

    bronze.document("anthology.txt", "sample")
    for ordinal in (1, 2):
        key = bronze.report("anthology.txt", ordinal, document_class="sample", organization="××县", layout="E1")
        bronze.claim(key, "received_new", 5)


def _over_the_years(bronze: Bronze) -> None:
    """Two bodies of one district: 财政局, whose years join until 2023, and 教育局, whose years never do."""
    first_form: Values = {
        ("normative_documents", "newly_published"): 2,
        ("normative_documents", "published_total"): 8,
        ("licences", "previous_items"): 20,
        ("licences", "change"): -3,
    }
    second_form: Values = {
        ("normative_documents", "issued"): 3,
        ("normative_documents", "repealed"): 1,
        ("normative_documents", "in_force"): 12,
    }
    finance: dict[int, Values] = {
        2019: first_form,
        2020: {**first_form, ("normative_documents", "published_total"): 10, ("licences", "previous_items"): 17},
        2021: {**second_form, ("normative_documents", "in_force"): 10},
        2022: second_form,
        2023: {**second_form, ("normative_documents", "in_force"): 99},
    }
    education: dict[int, Values] = {2019: first_form, 2020: first_form}
    for name, years in (("财政局", finance), ("教育局", education)):
        for year, disclosed in years.items():
            layout, path = "E3" if year < 2021 else "E4", f"{name}_{year}.txt"
            bronze.document(path)
            key = bronze.report(path, organization=f"洪泽区{name}", division_code="320813", year=year, layout=layout)
            bronze.table(key, "disclosure", layout, filled("disclosure", layout, disclosed), "unchecked")
            carried = {
                ("carried_in", "natural_person"): 0 if name == "教育局" or year == 2019 else 6,
                ("carried_out", "natural_person"): 6,
                ("received_new", "natural_person"): 9,
                ("granted", "natural_person"): 9 if name == "财政局" and year > 2019 else 3,
            }
            bronze.table(key, "applications", layout, filled("applications", layout, carried))
            suits = 5 if name == "教育局" else 2
            reviewed = {("administrative_review", "upheld"): 1, ("litigation_after_review", "upheld"): suits}
            if name == "教育局":
                reviewed["litigation_direct", "upheld"] = 8
            bronze.table(key, "reviews", layout, filled("reviews", layout, reviewed))


def _odd_reporters(bronze: Bronze) -> None:
    """Rules of a town that can make none, fees in yuan for 10,000 yuan; the same of nobody knows whom."""
    bronze.document("odd_reporters.txt")
    for ordinal, (organization, code, layout) in enumerate(
        (("洪泽区岔河镇", "320813", "E4"), ("洪泽区三河镇", "320813", "E3"), (None, None, "E4"), (None, None, "E3")), 1
    ):
        key = bronze.report(
            "odd_reporters.txt",
            ordinal,
            organization=organization,
            organization_kind=organization and "township",
            division_code=code,
            year=2022,
            layout=layout,
        )
        made = {("rules", "newly_made"): 2, ("rules", "published_total"): 2}
        issued = {("rules", "issued"): 1, ("rules", "in_force"): 6, ("fees", "amount"): 2_500_000}
        values = filled("disclosure", layout, made if layout == "E3" else issued)
        bronze.table(key, "disclosure", layout, values, "unchecked")
