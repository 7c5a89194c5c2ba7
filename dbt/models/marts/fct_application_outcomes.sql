-- How applications ended: the leaves of 本年度办理结果 and the six kinds of applicant, no totals.
-- A cell without a number makes no row: a zero that is printed is here, a blank is not.
select
    {{ keys_of_report('c') }},
    o.outcome_code,
    a.applicant_code,
    cast(c.quantity as bigint) as applications,
    {{ place_in_source('c') }}
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
inner join {{ ref('dim_outcome') }} as o on c.row_code = o.outcome_code
inner join {{ ref('dim_applicant') }} as a on c.column_code = a.applicant_code
where c.table_code = 'applications' and c.quarantine_reason is null and c.value is not null
