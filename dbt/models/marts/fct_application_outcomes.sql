-- How applications ended: the leaves of 本年度办理结果 and the six kinds of applicant, no totals.
-- A cell without a number makes no row: a zero that is printed is here, a blank is not.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    r.scope_code,
    o.outcome_code,
    a.applicant_code,
    cast(c.quantity as bigint) as applications,
    c.state,
    c.inferred,
    c.raw,
    c.sha256 as source_sha256,
    c.source_start,
    c.source_end
from {{ ref('int_cells') }} as c
inner join {{ ref('dim_report') }} as r on c.report_key = r.report_key
inner join {{ ref('dim_outcome') }} as o on c.row_code = o.outcome_code
inner join {{ ref('dim_applicant') }} as a on c.column_code = a.applicant_code
where c.table_code = 'applications' and c.quarantine_reason is null and c.value is not null
