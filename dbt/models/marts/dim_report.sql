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
    {{ of_changed('t') }}
    group by t.report_key
)

select
    r.report_key,
    k.organization_key,
    k.division_key,
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
    r.scope_evidence,
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
    d.url as source_url,
    r.ordinal as source_ordinal,
    r.sha256 as source_sha256,
    r.source_start,
    r.source_end
from {{ ref('stg_reports') }} as r
{{ of_changed('r') }}
inner join {{ ref('int_reports') }} as s on r.report_key = s.report_key
inner join {{ ref('int_report_keys') }} as k on r.report_key = k.report_key
left join {{ ref('stg_documents') }} as d on r.path = d.path
left join tables_of_reports as t on r.report_key = t.report_key
