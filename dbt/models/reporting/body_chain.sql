-- The chain of a body in one query: where lineage_key = ..., order by year. Each year with its figures, how they join
-- those of the year before, and what is odd about the report.
with links as (
    select
        p.next_report_key as report_key,
        max(p.comparability) as comparability
    from {{ ref('int_year_pairs') }} as p
    where p.next_report_key is not null
    group by p.next_report_key
),

joints as (
    select
        c.next_report_key as report_key,
        max(c.verdict) filter (where c.identity_code = 'carried_over' and c.place_code = 'total') as carried_in_verdict,
        count(*) filter (where c.verdict = 'fails') as failed
    from {{ ref('cross_year_results') }} as c
    where c.next_report_key is not null
    group by c.next_report_key
)

select
    o.lineage_key,
    o.lineage_name,
    c.organization_key,
    c.year,
    coalesce(s.organization, o.name) as organization,
    c.status,
    c.report_key,
    s.layout_code,
    s.scope_code,
    s.received_new,
    s.carried_in,
    s.concluded_total,
    s.carried_out,
    s.disclosure_rate,
    s.figures_source,
    l.comparability,
    j.carried_in_verdict,
    coalesce(j.failed, 0) as failed_with_last_year,
    s.identities_failed,
    c.is_late,
    c.is_duplicated,
    c.is_blank,
    c.is_all_zero,
    c.repeats_last_year,
    c.repeats_last_years_text,
    c.names_another_year
from {{ ref('coverage') }} as c
inner join {{ ref('dim_organization') }} as o on c.organization_key = o.organization_key
left join {{ ref('report_summary') }} as s on c.report_key = s.report_key
left join links as l on c.report_key = l.report_key
left join joints as j on c.report_key = j.report_key
