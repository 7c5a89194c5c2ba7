-- The account of all documents: each was reported or rejected. Anything else is lost, and stops publishing. Of copies
-- and versions of one report, one counts: which, and why.
with reports as (
    select
        r.path,
        count(*) as reports
    from {{ ref('stg_reports') }} as r
    group by r.path
),

uncounted as (
    select
        r.path,
        c.path as counted_path,
        case
            when v.duplicate_reason = 'other_scope' then v.duplicate_reason
            when coalesce(c_document.official, false) and not coalesce(own.official, false) then 'official_preferred'
            else v.duplicate_reason
        end as uncounted_reason,
        row_number() over (partition by r.path order by r.ordinal asc nulls last) as nth
    from {{ ref('int_reports') }} as v
    inner join {{ ref('stg_reports') }} as r on v.report_key = r.report_key
    inner join {{ ref('stg_reports') }} as c on v.duplicate_of = c.report_key
    left join {{ ref('stg_documents') }} as own on r.path = own.path
    left join {{ ref('stg_documents') }} as c_document on c.path = c_document.path
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
    u.counted_path,
    case when d.rejection_code = 'duplicate_file' then 'same_bytes' else u.uncounted_reason end as uncounted_reason,
    d.url,
    d.retrieved_at,
    d.official,
    d.sha256,
    d.bytes,
    d.encoding,
    d.reader,
    d.characters
from {{ ref('stg_documents') }} as d
left join reports as r on d.path = r.path
left join uncounted as u on d.path = u.path and u.nth = 1
