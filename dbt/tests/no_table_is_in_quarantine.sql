{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'quarantined_tables'}}}) }}

-- Sources that do not balance or could not be read whole: a warning, publishing goes on without them.
select
    q.report_key,
    q.table_code,
    q.reason_zh,
    q.source_path
from {{ ref('quarantined_tables') }} as q
where q.reason_code in ('contradicted', 'incomplete', 'unchecked', 'not_a_count')
