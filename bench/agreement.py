"""What came out against what went in: a published warehouse held against the ledger of its archive.

Belongs here: the comparisons, each with how many it is about and how many disagree. What must never be is `grave`;
the rest measures how well is read what nobody can be sure to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

_VIEWS = r"""
    create temp macro number_of(path) as cast(regexp_extract(path, '(\d{8})\.(?:txt|html)$', 1) as bigint);
    create temp view files as select number_of(path) as number, * from audit.documents;
    create temp view reports as select number_of(source_path) as number, * from marts.dim_report;
    create temp view expected as
        select ledger.*, unnest(
            case shape when 'prose' then [] when 'annex' then ['annex_2014'] else ['applications', 'reviews'] end
        ) as code
        from ledger join files using (number)
        where kind in ('report', 'mirror') and rejection_code is distinct from 'duplicate_file';
    create temp view tables as
        select number, code, proof from reports unpivot (
            proof for code in (applications_proof as applications, reviews_proof as reviews, annex_proof as annex_2014)
        ) where proof <> 'absent';
"""


@dataclass(slots=True, frozen=True)
class Comparison:
    """A question: its SQL gives a row each for what is compared, with `agrees`."""

    name: str
    sql: str
    grave: bool = False


COMPARISONS = (
    Comparison(
        "documents accounted for",
        "select f.number is not null as agrees from ledger as l left join files as f using (number)",
        grave=True,
    ),
    Comparison(
        "documents read as one report, where they are",
        "select f.reports = 1 as agrees from ledger join files as f using (number)"
        " where kind in ('report', 'mirror') and f.rejection_code is distinct from 'duplicate_file'",
    ),
    Comparison(
        "copies of which only one is read",
        "select copy.reports + f.reports <= 1 as agrees from ledger join files as copy using (number)"
        " join files as f on f.number = original where kind = 'copy'",
        grave=True,
    ),
    Comparison(
        "pages that are no report, rejected",
        "select f.reports = 0 as agrees from ledger join files as f using (number) where kind = 'no_report'",
    ),
    Comparison(
        "mirrors of which only one counts",
        "select not (mirror.is_current and known.is_current) as agrees from ledger"
        " join reports as mirror using (number) join reports as known on known.number = original where kind = 'mirror'",
    ),
    Comparison(
        "organization and year",
        "select r.organization is not distinct from l.organization and r.year is not distinct from l.year as agrees"
        " from ledger as l join reports as r using (number) where kind in ('report', 'mirror')",
    ),
    Comparison(
        "tables in a plain style, proved",
        "select proof is not distinct from 'proved' as agrees from expected left join tables using (number, code)"
        " where plain and code is distinct from mutated",
    ),
    Comparison(
        "tables in other styles, proved",
        "select proof is not distinct from 'proved' as agrees from expected left join tables using (number, code)"
        " where not plain and code is distinct from mutated",
    ),
    Comparison(
        "wrong digits told, in a plain style",
        "select proof <> 'proved' as agrees from ledger join tables using (number) where plain and code = mutated",
        grave=True,
    ),
    Comparison(
        "years held against the next, judged rightly",
        "select (c.verdict = 'closes') = (a.carried_out = b.carried_in) as agrees from reporting.carry_over_chain as c"
        " join reports as r on r.report_key = c.report_key join reports as n on n.report_key = c.next_report_key"
        " join ledger as a on a.number = r.number join ledger as b on b.number = n.number"
        " where c.column_code = 'total' and c.verdict in ('closes', 'fails')"
        " and not r.applications_proof = 'contradicted' and not n.applications_proof = 'contradicted'",
    ),
)


def compare(warehouse: Path, ledger: Path) -> Iterator[tuple[Comparison, int, int]]:
    """Each comparison, how many things it is about, and in how many the warehouse agrees with the ledger."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        connection.execute(f"create temp view ledger as from read_parquet('{ledger}/*.parquet')")
        connection.execute(_VIEWS)
        for comparison in COMPARISONS:
            [(whole, agreeing)] = connection.execute(
                f"select count(*), count(*) filter (agrees) from ({comparison.sql})"  # noqa: S608 - our own
            ).fetchall()
            yield comparison, whole, agreeing
