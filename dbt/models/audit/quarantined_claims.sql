-- The claims that are not in fct_claims: those of samples, and of reports of which another version counts.
select
    c.report_key,
    r.organization_key,
    r.division_key,
    r.year,
    c.position,
    c.measure as measure_code,
    case when r.document_class <> 'report' then 'sample' else r.duplicate_reason end as reason_code,
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
where not (r.is_current and r.document_class = 'report')
