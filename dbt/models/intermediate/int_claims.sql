-- Every claim with its report's keys, its unit and its standing. The facts and what is in quarantine are cut from here.
-- A qualifier makes a claim a range; claims on one measure whose ranges do not meet cannot all be right.
with ranged as (
    select
        c.report_key,
        c.measure,
        c.position,
        case c.qualifier when 'approximately_below' then 0.9 when 'about' then 0.9 else 1 end * c.value as at_least,
        case c.qualifier when 'more_than' then null when 'about' then 1.1 else 1 end * c.value as at_most
    from {{ ref('stg_claims') }} as c
    {{ of_changed('c') }}
),

conflicts as (
    select
        r.report_key,
        r.measure
    from ranged as r
    group by r.report_key, r.measure
    having max(r.at_least) > min(r.at_most)
)

select
    {{ keys_of_report('r') }},
    c.position,
    c.measure as measure_code,
    c.value as quantity,
    m.unit_zh as unit,
    c.printed_unit,
    c.qualifier,
    x.report_key is not null as is_conflicting,
    c.sentence,
    c.rule,
    r.source_sha256,
    c.source_start,
    c.source_end,
    r.quarantine_reason
from {{ ref('stg_claims') }} as c
{{ of_changed('c') }}
inner join {{ ref('int_report_keys') }} as r on c.report_key = r.report_key
left join {{ ref('claim_measures') }} as m on c.measure = m.measure
left join conflicts as x on c.report_key = x.report_key and c.measure = x.measure
