{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'quarantined_tables'}}}) }}

-- Tables that do not balance or could not be read whole, and that no reviewer accepted as printed: a warning,
-- publishing goes on without them.
select
    q.report_key,
    q.table_code,
    q.reason_zh,
    q.explanation_zh,
    q.source_path
from {{ ref('quarantined_tables') }} as q
where q.reason_code in ('contradicted', 'incomplete', 'unchecked', 'not_a_count') and not q.is_accepted
