-- The statistical annex of 2014: a number for each indicator, money in yuan. Indicators contain each other (see
-- parent_code of dim_annex_indicator): sum over reports, not over indicators.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    r.scope_code,
    i.indicator_code,
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
inner join {{ ref('dim_annex_indicator') }} as i on c.row_code = i.indicator_code
where c.table_code = 'annex_2014' and c.quarantine_reason is null and c.value is not null
