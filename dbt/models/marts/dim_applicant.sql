select
    c.column_code as applicant_code,
    c.name_zh,
    c.name_en,
    a.person_kind,
    c.position
from {{ ref('form_columns') }} as c
inner join {{ ref('applicants') }} as a on c.column_code = a.applicant_code
where c.table_code = 'applications'
