-- The numbers that the prose of current reports states, each with its sentence.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    r.scope_code,
    c.position,
    c.measure as measure_code,
    c.value as quantity,
    m.unit,
    c.printed_unit,
    c.qualifier,
    c.sentence,
    c.rule,
    r.source_sha256,
    c.source_start,
    c.source_end
from {{ ref('stg_claims') }} as c
inner join {{ ref('dim_report') }} as r on c.report_key = r.report_key
left join {{ ref('dim_claim_measure') }} as m on c.measure = m.measure_code
where r.is_current and r.document_class = 'report'
