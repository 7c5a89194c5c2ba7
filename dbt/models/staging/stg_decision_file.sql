select
    f.decision_key,
    f.sha256,
    f.path,
    f.report as source_ordinal,
    f.kind,
    f.table_code,
    f.row_code,
    f.column_code,
    f.reading,
    f.reason,
    f.reviewer,
    f.decided_on,
    f.file_line
from {{ bronze('decision_file') }} as f
