-- Every identity at every place of every table that was read, closed, failed or not evaluable and why.
-- It is evaluated when every cell of it holds a number, or stands printed as not applicable or as a dash (and so adds
-- nothing), with a number on either side. A blank is not a zero.
with instances as (
    select
        t.identity_code,
        t.table_code,
        t.layout_code,
        t.place_code,
        t.place_zh,
        count(*) filter (where t.side = 'left') as left_terms,
        count(*) filter (where t.side = 'right') as right_terms
    from {{ ref('int_identity_terms') }} as t
    group by t.identity_code, t.table_code, t.layout_code, t.place_code, t.place_zh
),

cells as (
    select
        c.report_key,
        c.table_code,
        t.identity_code,
        t.place_code,
        t.side,
        c.quantity,
        c.source_start,
        c.source_end,
        case
            when c.quantity is not null then 'number'
            when c.state in ('not_applicable', 'dash') then 'nothing'
            when c.state = 'blank' then 'blank'
            else 'unreadable'
        end as content
    from {{ ref('int_cells') }} as c
    {{ of_changed('c') }}
    inner join {{ ref('int_identity_terms') }} as t
        on
            c.table_code = t.table_code
            and c.layout_code = t.layout_code
            and c.row_code = t.row_code
            and c.column_code = t.column_code
),

sides as (
    select
        c.report_key,
        c.identity_code,
        c.place_code,
        sum(c.quantity) filter (where c.side = 'left') as left_value,
        sum(c.quantity) filter (where c.side = 'right') as right_value,
        count(*) filter (where c.side = 'left') as left_cells,
        count(*) filter (where c.side = 'right') as right_cells,
        count(*) filter (where c.side = 'left' and c.content = 'blank') as left_blanks,
        count(*) filter (where c.side = 'right' and c.content = 'blank') as right_blanks,
        count(*) filter (where c.content = 'unreadable') as unreadable_cells,
        min(c.source_start) as source_start,
        max(c.source_end) as source_end
    from cells as c
    group by c.report_key, c.identity_code, c.place_code
),

-- Who reports: some identities are asked of some reporters only.
reporters as (
    select
        r.report_key,
        r.organization_kind,
        d.level
    from {{ ref('stg_reports') }} as r
    {{ of_changed('r') }}
    inner join {{ ref('int_report_keys') }} as k on r.report_key = k.report_key
    left join {{ ref('divisions') }} as d on k.division_key = {{ division_key('d') }}
),

asked as (
    select distinct
        r.report_key,
        g.reporters
    from reporters as r
    inner join {{ ref('reporter_groups') }} as g
        on
            (g.division_level is null or r.level = g.division_level)
            and (g.organization_kind is null or r.organization_kind = g.organization_kind)
),

judged as (
    select
        t.report_key,
        t.table_code,
        t.layout_code,
        t.proof,
        t.blame,
        n.identity_code,
        n.place_code,
        n.place_zh,
        i.operator,
        i.strength,
        i.wording_zh,
        i.wording_en,
        s.left_value,
        coalesce(s.right_value, i.right_limit) as right_value,
        s.source_start,
        s.source_end,
        case
            when i.reporters is not null and a.report_key is null then 'reporter_unknown'
            when coalesce(s.left_cells, 0) < n.left_terms or s.left_blanks > 0 then 'total_blank'
            when s.right_cells < n.right_terms then 'term_missing'
            when s.unreadable_cells > 0 then 'term_unreadable'
            when s.right_blanks > 0 then 'term_blank'
            when s.left_value is null or coalesce(s.right_value, i.right_limit) is null then 'no_number'
        end as reason
    from {{ ref('int_tables') }} as t
    {{ of_changed('t') }}
    inner join instances as n on t.table_code = n.table_code and t.layout_code = n.layout_code
    inner join {{ ref('identities') }} as i on n.identity_code = i.identity_code
    left join reporters as r on t.report_key = r.report_key
    left join asked as a on t.report_key = a.report_key and i.reporters = a.reporters
    left join sides as s
        on
            t.report_key = s.report_key
            and n.identity_code = s.identity_code
            and n.place_code = s.place_code
    where i.reporters is null or a.report_key is not null or r.level is null or r.organization_kind is null
),

verdicts as (
    select
        j.report_key,
        j.table_code,
        j.layout_code,
        j.proof,
        j.blame,
        j.identity_code,
        j.place_code,
        j.place_zh,
        j.left_value,
        j.right_value,
        j.reason,
        j.source_start,
        j.source_end,
        j.strength,
        j.wording_zh,
        j.wording_en,
        {{ verdict('j.reason', 'j.operator', 'j.left_value', 'j.right_value') }} as verdict
    from judged as j
)

select
    v.report_key,
    v.identity_code,
    v.place_code,
    v.place_zh,
    v.table_code,
    v.layout_code,
    v.strength,
    v.wording_zh,
    v.wording_en,
    cast(v.left_value as decimal(28, 6)) as left_value,
    cast(v.right_value as decimal(28, 6)) as right_value,
    cast(v.left_value - v.right_value as decimal(28, 6)) as difference,
    v.verdict,
    v.reason,
    r.name_zh as reason_zh,
    r.name_en as reason_en,
    case when v.verdict = 'fails' and v.strength = 'hard' then v.blame end as blame,
    v.proof,
    v.source_start,
    v.source_end
from verdicts as v
left join {{ ref('identity_reasons') }} as r on v.reason = r.reason_code
