-- Table two: a number for each item and measure, money in yuan. The form puts no hard identity under it; `proof` says
-- what is known of each number.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    r.scope_code,
    i.item_code,
    m.measure_code,
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
inner join {{ ref('dim_disclosure_item') }} as i on c.row_code = i.item_code
inner join {{ ref('dim_disclosure_measure') }} as m on c.column_code = m.measure_code
where c.table_code = 'disclosure' and c.quarantine_reason is null and c.value is not null
