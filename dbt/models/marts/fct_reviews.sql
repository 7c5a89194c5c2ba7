-- Reviews and lawsuits by channel and result, no totals.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    r.scope_code,
    n.channel_code,
    s.result_code,
    cast(c.quantity as bigint) as cases,
    c.state,
    c.inferred,
    c.raw,
    c.sha256 as source_sha256,
    c.source_start,
    c.source_end
from {{ ref('int_cells') }} as c
inner join {{ ref('dim_report') }} as r on c.report_key = r.report_key
inner join {{ ref('dim_review_channel') }} as n on c.row_code = n.channel_code
inner join {{ ref('dim_review_result') }} as s on c.column_code = s.result_code
where c.table_code = 'reviews' and c.quarantine_reason is null and c.value is not null
