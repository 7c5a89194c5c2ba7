-- One series over all forms: what each current report says of each concept of the crosswalk, with how well it compares.
-- From the tables where there are any, from exact and undisputed statements of the prose where there are none (then
-- comparable nearly at best). Where a figure is missing there is no row: nothing is smoothed.
with mapped as (
    select
        w.concept_code,
        w.layout_code,
        w.table_code,
        w.row_code,
        w.column_code,
        count(*) over (partition by w.concept_code, w.layout_code) as terms
    from {{ ref('crosswalk') }} as w
),

of_tables as (
    select
        v.report_key,
        m.concept_code,
        m.layout_code,
        sum(v.quantity) as quantity
    from {{ ref('int_figures') }} as v
    {{ of_changed('v') }}
    inner join mapped as m
        on
            v.table_code = m.table_code
            and v.layout_code = m.layout_code
            and v.row_code = m.row_code
            and v.column_code = m.column_code
    group by v.report_key, m.concept_code, m.layout_code, m.terms
    having count(*) = m.terms
),

of_prose as (
    select
        c.report_key,
        m.concept_code,
        m.layout_code,
        max(c.quantity) as quantity
    from {{ ref('fct_claims') }} as c
    {{ of_changed('c') }}
    inner join {{ ref('dim_report') }} as r on c.report_key = r.report_key
    inner join mapped as m on c.measure_code = m.row_code and r.layout_code = m.layout_code
    where m.table_code = 'claims' and c.qualifier = 'exact' and not c.is_conflicting
    group by c.report_key, m.concept_code, m.layout_code
),

figures as (
    select
        t.report_key,
        t.concept_code,
        t.layout_code,
        t.quantity,
        'table' as source
    from of_tables as t

    union all

    select
        p.report_key,
        p.concept_code,
        p.layout_code,
        p.quantity,
        'prose' as source
    from of_prose as p
)

select
    f.report_key,
    f.concept_code,
    f.layout_code,
    c.name_zh as concept_zh,
    c.name_en as concept_en,
    r.organization_key,
    r.division_key,
    r.year,
    r.scope_code,
    cast(f.quantity as decimal(28, 6)) as quantity,
    f.source,
    case
        when f.source = 'prose' and c.comparability in ('exact', 'good') then 'near'
        else c.comparability
    end as comparability,
    c.note_zh,
    c.note_en
from figures as f
inner join {{ ref('concepts') }} as c on f.concept_code = c.concept_code
inner join {{ ref('dim_report') }} as r on f.report_key = r.report_key
