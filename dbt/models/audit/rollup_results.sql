-- The figures of a government's report that sums up others (its scope says so) against the sum of the reports within
-- it, by the seed rollup_scopes. A region is made of the regions directly below it, its own departments and its
-- townships, so that nothing is counted twice; a report of another or of unknown scope is not within. The children
-- cannot exceed the parent; they should equal it only if every body known to exist in the year is among them.
with bodies as (
    select
        c.report_key,
        c.year,
        o.organization_kind,
        d.division_code,
        d.parent_code,
        r.scope_code
    from {{ ref('coverage') }} as c
    inner join {{ ref('dim_organization') }} as o on c.organization_key = o.organization_key
    inner join {{ ref('dim_division') }} as d
        on
            o.division_code = d.division_code
            and cast(concat(cast(c.year as string), '-12-31') as date)
            between d.valid_from and coalesce(d.valid_to, cast('9999-12-31' as date))
    left join {{ ref('dim_report') }} as r on c.report_key = r.report_key
),

parents as (
    select
        b.report_key,
        b.year,
        b.division_code,
        b.scope_code
    from bodies as b
    where
        b.report_key is not null
        and b.organization_kind = 'government'
        and b.scope_code in (select s.parent_scope from {{ ref('rollup_scopes') }} as s)
),

children as (
    select
        s.parent_scope,
        case s.child_place when 'below' then b.parent_code else b.division_code end as container_code,
        s.child_place,
        b.year,
        case when b.scope_code = s.child_scope then b.report_key end as found_key
    from bodies as b
    inner join {{ ref('rollup_scopes') }} as s on b.organization_kind = s.child_kind
),

families as (
    select
        p.report_key,
        c.child_place,
        c.found_key
    from parents as p
    inner join children as c
        on p.scope_code = c.parent_scope and p.year = c.year and p.division_code = c.container_code
),

-- Of the regions below, all in the register are expected; of other bodies, those that ever reported.
regions_below as (
    select
        p.report_key,
        count(*) as regions
    from parents as p
    inner join {{ ref('rollup_scopes') }} as s on p.scope_code = s.parent_scope and s.child_place = 'below'
    inner join {{ ref('dim_division') }} as d
        on
            p.division_code = d.parent_code
            and cast(concat(cast(p.year as string), '-12-31') as date)
            between d.valid_from and coalesce(d.valid_to, cast('9999-12-31' as date))
    group by p.report_key
),

expected as (
    select
        p.report_key,
        count(f.report_key) filter (where f.child_place = 'same') + coalesce(max(r.regions), 0) as children
    from parents as p
    left join families as f on p.report_key = f.report_key
    left join regions_below as r on p.report_key = r.report_key
    group by p.report_key
),

figures as (
    select
        v.report_key,
        v.table_code,
        v.row_code,
        v.column_code,
        v.quantity
    from {{ ref('int_figures') }} as v
    inner join {{ ref('rollup_figures') }} as g
        on v.table_code = g.table_code and v.row_code = g.row_code and v.column_code = g.column_code
),

sums as (
    select
        f.report_key,
        v.table_code,
        v.row_code,
        v.column_code,
        count(*) as children,
        sum(v.quantity) as quantity
    from families as f
    inner join figures as v on f.found_key = v.report_key
    group by f.report_key, v.table_code, v.row_code, v.column_code
),

compared as (
    select
        v.report_key,
        v.table_code,
        v.row_code,
        v.column_code,
        v.quantity as parent_value,
        s.quantity as children_value,
        coalesce(s.children, 0) as children_found,
        e.children as children_expected
    from expected as e
    inner join figures as v on e.report_key = v.report_key
    left join sums as s
        on
            v.report_key = s.report_key
            and v.table_code = s.table_code
            and v.row_code = s.row_code
            and v.column_code = s.column_code
)

select
    c.report_key,
    c.table_code,
    c.row_code,
    c.column_code,
    w.name_zh as row_zh,
    w.name_en as row_en,
    c.parent_value,
    cast(c.children_value as decimal(28, 6)) as children_value,
    cast(c.parent_value - c.children_value as decimal(28, 6)) as difference,
    c.children_found,
    c.children_expected,
    {{ ratio('c.children_found', 'c.children_expected') }} as coverage,
    case
        when c.children_found = 0 then 'not_evaluable'
        when c.children_value > c.parent_value then 'fails'
        when c.children_found < c.children_expected or c.children_value = c.parent_value then 'closes'
        else 'differs'
    end as verdict
from compared as c
inner join {{ ref('form_rows') }} as w on c.table_code = w.table_code and c.row_code = w.row_code
