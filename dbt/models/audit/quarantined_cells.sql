-- The cells that are not in the facts, because their table does not count or does not balance.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    c.table_code,
    c.row_code,
    c.column_code,
    c.quarantine_reason as reason_code,
    c.quantity,
    c.unit,
    c.value as printed_quantity,
    c.printed_unit,
    c.state,
    c.inferred,
    c.proof,
    c.raw,
    c.sha256 as source_sha256,
    c.source_start,
    c.source_end
from {{ ref('int_cells') }} as c
inner join {{ ref('dim_report') }} as r on c.report_key = r.report_key
where c.quarantine_reason is not null
