-- Whose each report is, and where: the keys that every fact of it carries.
-- The division is the one of the last day reported on, not of the day of publication.
with divisions as (
    select
        r.report_key,
        {{ division_key('d') }} as division_key,
        row_number() over (partition by r.report_key order by d.valid_from desc nulls last) as nth
    from {{ ref('stg_reports') }} as r
    inner join {{ ref('divisions') }} as d
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
    case
        when r.document_class = 'report' and r.organization is not null
            then {{ key(['r.organization', 'r.division_code']) }}
        else 'unknown'
    end as organization_key,
    coalesce(d.division_key, 'unknown') as division_key,
    r.year,
    r.scope_code,
    r.path as source_path,
    r.sha256 as source_sha256,
    -- Why nothing of it counts; null if it does.
    case when r.document_class <> 'report' then 'sample' else s.duplicate_reason end as quarantine_reason
from {{ ref('stg_reports') }} as r
inner join {{ ref('int_reports') }} as s on r.report_key = s.report_key
left join divisions as d on r.report_key = d.report_key and d.nth = 1
