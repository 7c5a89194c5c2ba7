-- The account of all files: each was reported or rejected. Anything else is lost, and stops publishing.
with reports as (
    select
        r.path,
        count(*) as reports
    from {{ ref('stg_reports') }} as r
    group by r.path
)

select
    d.path,
    case
        when d.rejection_code is not null and r.reports is null and d.reports = 0 then 'rejected'
        when d.rejection_code is null and r.reports = d.reports then 'reported'
        else 'lost'
    end as outcome,
    d.document_class,
    coalesce(r.reports, 0) as reports,
    d.rejection_code,
    d.sha256,
    d.bytes,
    d.encoding,
    d.reader,
    d.characters
from {{ ref('stg_documents') }} as d
left join reports as r on d.path = r.path
