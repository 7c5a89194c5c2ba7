-- Every report that was read, whether it counts or not, with the verdict on each of its tables.
with tables_of_reports as (
    select
        t.report_key,
        max(t.proof) filter (where t.table_code = 'disclosure') as disclosure_proof,
        max(t.proof) filter (where t.table_code = 'applications') as applications_proof,
        max(t.proof) filter (where t.table_code = 'reviews') as reviews_proof,
        max(t.proof) filter (where t.table_code = 'annex_2014') as annex_proof,
        max(t.layout_code) filter (where t.table_code = 'disclosure') as disclosure_layout,
        max(t.layout_code) filter (where t.table_code = 'applications') as applications_layout,
        max(t.layout_code) filter (where t.table_code = 'reviews') as reviews_layout,
        max(t.layout_code) filter (where t.table_code = 'annex_2014') as annex_layout
    from {{ ref('int_tables') }} as t
    group by t.report_key
),

-- The division as it was on the last day reported on, not on the day of publication.
divisions as (
    select
        r.report_key,
        d.division_key,
        row_number() over (partition by r.report_key order by d.valid_from desc nulls last) as nth
    from {{ ref('stg_reports') }} as r
    inner join {{ ref('dim_division') }} as d
        on
            r.division_code = d.division_code
            and d.valid_from <= coalesce(
                r.period_end,
                cast(cast(r.year as string) || '-12-31' as date),
                cast('9999-12-31' as date)
            )
)

select
    r.report_key,
    o.organization_key,
    coalesce(d.division_key, 'unknown') as division_key,
    r.year,
    r.organization,
    r.title,
    r.organization_evidence,
    r.period_start,
    r.period_end,
    r.published_on,
    r.layout_code,
    r.document_class,
    r.scope_code,
    coalesce(t.disclosure_proof, 'absent') as disclosure_proof,
    coalesce(t.applications_proof, 'absent') as applications_proof,
    coalesce(t.reviews_proof, 'absent') as reviews_proof,
    coalesce(t.annex_proof, 'absent') as annex_proof,
    t.disclosure_layout,
    t.applications_layout,
    t.reviews_layout,
    t.annex_layout,
    s.is_current,
    s.duplicate_of,
    s.duplicate_reason,
    r.path as source_path,
    r.ordinal as source_ordinal,
    r.sha256 as source_sha256,
    r.source_start,
    r.source_end
from {{ ref('stg_reports') }} as r
inner join {{ ref('int_reports') }} as s on r.report_key = s.report_key
inner join {{ ref('dim_organization') }} as o
    on case
        when r.document_class = 'report' and r.organization is not null
            then {{ key(['r.organization', 'r.division_code']) }}
        else 'unknown'
    end = o.organization_key
left join divisions as d on r.report_key = d.report_key and d.nth = 1
left join tables_of_reports as t on r.report_key = t.report_key
