select
    t.report_key,
    t.table_code,
    t.layout_code,
    t.quarantine_reason as reason_code,
    q.name_zh as reason_zh,
    q.name_en as reason_en,
    t.proof,
    t.blame,
    t.cells,
    t.numbers,
    t.path as source_path,
    t.sha256 as source_sha256,
    t.source_start,
    t.source_end
from {{ ref('int_tables') }} as t
left join {{ ref('quarantine_reasons') }} as q on t.quarantine_reason = q.reason_code
where t.quarantine_reason is not null
