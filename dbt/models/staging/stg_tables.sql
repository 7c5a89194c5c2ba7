select
    t.report_key,
    t.table_code,
    t.layout as layout_code,
    t.proof,
    t.blame,
    t.accepted as is_accepted,
    t.slip as slip_code,
    t.explanation as explanation_zh,
    t.explanation_en,
    t.start as source_start,
    t.end as source_end
from {{ bronze('tables') }} as t
