select
    c.report_key,
    c.position,
    c.measure,
    cast(c.value as decimal(28, 6)) as value,
    c.qualifier,
    c.unit as printed_unit,
    c.sentence,
    c.rule,
    c.start as source_start,
    c.end as source_end
from {{ bronze('claims') }} as c
