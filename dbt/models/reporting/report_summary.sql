-- One row a report, current or not: what it is, its main figures, and what was found in checking it. Figures are those
-- published, so that a sample or a superseded version has none.
{% set concepts = {
    'received_new': 'app_new',
    'carried_in': 'app_carried_in',
    'concluded_total': 'app_processed',
    'carried_out': 'app_carried_out',
    'granted': 'out_granted',
    'partially_granted': 'out_partial',
    'refused': 'ref_all',
    'unavailable': 'una_all',
    'unprocessed': 'np_all',
    'other_all': 'oth_all',
    'administrative_reviews': 'rev_total',
    'litigations': 'lit_total',
} -%}
with figures as (
    select
        s.report_key,
        {%- for name, concept in concepts.items() %}
        cast(max(s.quantity) filter (where s.concept_code = '{{ concept }}') as bigint) as {{ name }},
        {%- endfor %}
        case when min(s.source) = max(s.source) then min(s.source) else 'both' end as figures_source
    from {{ ref('concept_series') }} as s
    {{ of_changed('s') }}
    where
        s.concept_code in (
            {%- for concept in concepts.values() %}
            '{{ concept }}'{% if not loop.last %},{% endif %}
            {%- endfor %}
        )
    group by s.report_key
),

rates as (
    select
        r.report_key,
        max({{ ratio('r.numerator', 'r.denominator') }}) as disclosure_rate
    from {{ ref('int_report_rates') }} as r
    {{ of_changed('r') }}
    where r.rate_code = 'disclosure_rate'
    group by r.report_key
),

identities as (
    select
        i.report_key,
        count(*) filter (where i.verdict = 'closes') as identities_closed,
        count(*) filter (where i.verdict = 'fails') as identities_failed,
        count(*) filter (where i.verdict = 'not_evaluable') as identities_not_evaluable
    from {{ ref('identity_results') }} as i
    {{ of_changed('i') }}
    where i.strength = 'hard'
    group by i.report_key
),

claims as (
    select
        c.report_key,
        count(*) as claims
    from {{ ref('stg_claims') }} as c
    {{ of_changed('c') }}
    group by c.report_key
),

differing_claims as (
    select
        c.report_key,
        count(*) as claims
    from {{ ref('claim_reconciliation') }} as c
    {{ of_changed('c') }}
    where c.verdict = 'differs'
    group by c.report_key
),

quarantined as (
    select
        q.report_key,
        count(*) as tables
    from {{ ref('quarantined_tables') }} as q
    group by q.report_key
),

complaints as (
    select
        c.report_key,
        count(*) as complaints
    from {{ ref('stg_complaints') }} as c
    where c.report_key is not null
    group by c.report_key
)

select
    r.report_key,
    r.organization,
    r.year,
    d.name as division_name,
    d.level as division_level,
    r.document_class,
    r.is_current,
    r.layout_code,
    r.scope_code,
    r.disclosure_proof,
    r.applications_proof,
    r.reviews_proof,
    r.annex_proof,
    {%- for name in concepts %}
    f.{{ name }},
    {%- endfor %}
    f.figures_source,
    t.disclosure_rate,
    coalesce(i.identities_closed, 0) as identities_closed,
    coalesce(i.identities_failed, 0) as identities_failed,
    coalesce(i.identities_not_evaluable, 0) as identities_not_evaluable,
    coalesce(c.claims, 0) as claims,
    coalesce(x.claims, 0) as differing_claims,
    coalesce(q.tables, 0) as quarantined_tables,
    coalesce(p.complaints, 0) as complaints,
    r.source_path
from {{ ref('dim_report') }} as r
{{ of_changed('r') }}
inner join {{ ref('dim_division') }} as d on r.division_key = d.division_key
left join figures as f on r.report_key = f.report_key
left join rates as t on r.report_key = t.report_key
left join identities as i on r.report_key = i.report_key
left join claims as c on r.report_key = c.report_key
left join differing_claims as x on r.report_key = x.report_key
left join quarantined as q on r.report_key = q.report_key
left join complaints as p on r.report_key = p.report_key
