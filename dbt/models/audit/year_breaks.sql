-- Where two reports of a body that follow each other do not join: it was renamed, merged or reports in another scope,
-- or the later report gives another figure for the earlier year than that year's own report.
select
    p.report_key,
    p.next_report_key,
    p.organization_key,
    p.lineage_key,
    p.year,
    p.reorganization as kind,
    '' as identity_code,
    '' as place_code,
    case p.reorganization
        when 'merged' then concat('“', p.organization, '”等机关合并为“', p.next_organization, '”')
        else concat('“', p.organization, '”改为“', p.next_organization, '”')
    end as what_zh,
    case p.reorganization
        when 'merged' then concat(p.organization, ' and others became ', p.next_organization)
        else concat(p.organization, ' became ', p.next_organization)
    end as what_en,
    cast(null as decimal(28, 6)) as own_value,
    cast(null as decimal(28, 6)) as restated_value
from {{ ref('int_year_pairs') }} as p
where p.reorganization is not null

union all

select
    p.report_key,
    p.next_report_key,
    p.organization_key,
    p.lineage_key,
    p.year,
    'scope_changed' as kind,
    '' as identity_code,
    '' as place_code,
    concat('统计口径由“', s.name_zh, '”改为“', t.name_zh, '”') as what_zh,
    concat('scope changed from ', s.name_en, ' to ', t.name_en) as what_en,
    cast(null as decimal(28, 6)) as own_value,
    cast(null as decimal(28, 6)) as restated_value
from {{ ref('int_year_pairs') }} as p
inner join {{ ref('scopes') }} as s on p.scope_code = s.scope_code
inner join {{ ref('scopes') }} as t on p.next_scope_code = t.scope_code
where p.scope_code <> p.next_scope_code and 'unknown' not in (p.scope_code, p.next_scope_code)

union all

select
    c.report_key,
    c.next_report_key,
    c.organization_key,
    c.lineage_key,
    c.year,
    'restated' as kind,
    c.identity_code,
    c.place_code,
    concat(c.wording_zh, '（', c.place_zh, '）不成立') as what_zh,
    concat(c.wording_en, ' (', c.place_en, ') does not hold') as what_en,
    c.right_value as own_value,
    c.left_value as restated_value
from {{ ref('cross_year_results') }} as c
where c.is_restatement
