select
    d.path,
    d.decision_key,
    d.report_key,
    d.status,
    d.message as message_zh,
    d.message_en
from {{ bronze('decisions') }} as d
