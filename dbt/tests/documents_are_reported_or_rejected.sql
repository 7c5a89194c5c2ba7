{{ config(severity='error', meta={'dagster': {'ref': {'name': 'documents'}}}) }}

-- documents = reported + rejected, and no report without its document.
select
    d.path,
    d.outcome
from {{ ref('documents') }} as d
where d.outcome = 'lost'

union all

select
    r.source_path as path,
    'no document' as outcome
from {{ ref('dim_report') }} as r
left join {{ ref('documents') }} as d on r.source_path = d.path
where d.path is null
