-- What came in and went out, by the six kinds of applicant, no total column. Times `sign` of dim_flow, the rows of a
-- report and an applicant add up to zero.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    r.scope_code,
    f.flow_code,
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
inner join {{ ref('dim_flow') }} as f on c.row_code = f.flow_code
inner join {{ ref('dim_applicant') }} as a on c.column_code = a.applicant_code
where c.table_code = 'applications' and c.quarantine_reason is null and c.value is not null
