-- What came in and went out, by the six kinds of applicant, no total column. Times `sign` of dim_flow, the rows of a
-- report and an applicant add up to zero.
select
    {{ keys_of_report('c') }},
    f.flow_code,
    a.applicant_code,
    cast(c.quantity as bigint) as applications,
    {{ place_in_source('c') }}
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
inner join {{ ref('dim_flow') }} as f on c.row_code = f.flow_code
inner join {{ ref('dim_applicant') }} as a on c.column_code = a.applicant_code
where c.table_code = 'applications' and c.quarantine_reason is null and c.value is not null
