-- The claims that are not in fct_claims: those of samples, and of reports of which another version counts.
select
    {{ keys_of_report('c') }},
    c.position,
    c.measure_code,
    c.quarantine_reason as reason_code,
    c.quantity,
    c.unit,
    c.printed_unit,
    c.qualifier,
    c.is_conflicting,
    c.sentence,
    c.rule,
    c.source_sha256,
    c.source_start,
    c.source_end
from {{ ref('int_claims') }} as c
{{ of_changed('c') }}
where c.quarantine_reason is not null
