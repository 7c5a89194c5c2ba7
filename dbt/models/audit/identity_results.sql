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
        c.value,
        c.source_start,
        c.source_end,
        case
            when c.value is not null then 'number'
            when c.state in ('not_applicable', 'dash') then 'nothing'
            when c.state = 'blank' then 'blank'
            else 'unreadable'
        end as content
    from {{ ref('int_cells') }} as c
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
        sum(c.value) filter (where c.side = 'left') as left_value,
        sum(c.value) filter (where c.side = 'right') as right_value,
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
        s.left_value,
        s.right_value,
        s.source_start,
        s.source_end,
        case
            when coalesce(s.left_cells, 0) < n.left_terms or s.left_blanks > 0 then 'total_blank'
            when s.right_cells < n.right_terms then 'term_missing'
            when s.unreadable_cells > 0 then 'term_unreadable'
            when s.right_blanks > 0 then 'term_blank'
            when s.left_value is null or s.right_value is null then 'no_number'
        end as reason
    from {{ ref('int_tables') }} as t
    inner join instances as n on t.table_code = n.table_code and t.layout_code = n.layout_code
    left join sides as s
        on
            t.report_key = s.report_key
            and n.identity_code = s.identity_code
            and n.place_code = s.place_code
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
        i.strength,
        i.wording_zh,
        i.wording_en,
        {{ verdict('j.reason', 'i.operator', 'j.left_value', 'j.right_value') }} as verdict
    from judged as j
    inner join {{ ref('identities') }} as i on j.identity_code = i.identity_code
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
