-- The outcomes of table three: its rows of numbers under 本年度办理结果, the total excepted. The group of a row is
-- the heading above it, or the row itself.
with legal as (
    select
        r.row_code,
        {{ joined('b.article', '; ', 'b.legal_code') }} as legal_articles,
        {{ joined('b.text_zh', '；', 'b.legal_code') }} as legal_zh,
        {{ joined('b.text_en', '; ', 'b.legal_code') }} as legal_en,
        max(b.nature) as nature
    from {{ ref('row_legal_basis') }} as r
    inner join {{ ref('legal_basis') }} as b on r.legal_code = b.legal_code
    where r.table_code = 'applications'
    group by r.row_code
),

outcomes as (
    select
        r.row_code as outcome_code,
        r.name_zh,
        r.name_en,
        r.label_zh,
        case when r.parent_code = 'outcomes' then r.row_code else r.parent_code end as group_code,
        r.position,
        r.value_layouts as layouts
    from {{ ref('form_rows') }} as r
    where
        r.table_code = 'applications'
        and r.parent_code is not null
        and r.value_layouts is not null
)

select
    o.outcome_code,
    o.name_zh,
    o.name_en,
    o.label_zh,
    o.group_code,
    h.name_zh as group_zh,
    h.name_en as group_en,
    g.position as group_position,
    g.discloses,
    o.position,
    o.layouts,
    l.legal_articles,
    l.legal_zh,
    l.legal_en,
    l.nature
from outcomes as o
inner join {{ ref('outcome_groups') }} as g on o.group_code = g.group_code
inner join {{ ref('form_rows') }} as h on g.group_code = h.row_code and h.table_code = 'applications'
left join legal as l on o.outcome_code = l.row_code
