{{ config(severity='error', meta={'dagster': {'ref': {'name': 'printed_totals'}}}) }}

-- Of every proved table, the facts add up to each total that it prints.
select
    t.report_key,
    t.identity_code,
    t.row_code,
    t.column_code,
    t.printed_quantity,
    t.facts_quantity
from {{ ref('printed_totals') }} as t
where t.proof = 'proved' and t.printed_quantity <> coalesce(t.facts_quantity, 0)
