select
    t.report_key,
    t.table_code,
    t.layout_code,
    t.quarantine_reason as reason_code,
    q.name_zh as reason_zh,
    q.name_en as reason_en,
    t.proof,
    t.blame,
    s.is_accepted,
    s.slip_code,
    s.explanation_zh,
    s.explanation_en,
    t.cells,
    t.numbers,
    t.source_path,
    t.source_sha256,
    t.source_start,
    t.source_end
from {{ ref('int_tables') }} as t
inner join {{ ref('stg_tables') }} as s on t.report_key = s.report_key and t.table_code = s.table_code
left join {{ ref('quarantine_reasons') }} as q on t.quarantine_reason = q.reason_code
where t.quarantine_reason is not null
