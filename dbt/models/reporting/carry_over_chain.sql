-- What a body says it carried over to the next year, against what its next report says it took over, column by column.
-- The next report is that of the same body, or of the one that it became. A difference is shown, never repaired.
select
    c.organization_key,
    c.year,
    c.place_code as column_code,
    c.place_zh as column_zh,
    c.report_key,
    c.next_report_key,
    cast(c.right_value as bigint) as carried_out,
    cast(c.left_value as bigint) as carried_in_next_year,
    cast(c.difference as bigint) as difference,
    c.verdict,
    c.comparability,
    c.reason_zh,
    c.reason_en
from {{ ref('cross_year_results') }} as c
where c.identity_code = 'carried_over'
