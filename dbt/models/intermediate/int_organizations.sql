-- Reporting organs by name and division, with the body that each name is a name of: the same designation (人民政府,
-- 财政局) in the same unit, whether or not the places above are written before it, and through changes of the unit's own
-- name (洪泽县, 洪泽区). Where the division is unknown, the body is: there is a 城关镇 in many counties.
with organizations as (
    select
        {{ key(['r.organization', 'r.division_code']) }} as organization_key,
        r.organization,
        r.division_code,
        max(r.organization_kind) as organization_kind,
        min(r.year) as first_year,
        max(r.year) as last_year
    from {{ ref('stg_reports') }} as r
    where r.document_class = 'report' and r.organization is not null
    group by r.organization, r.division_code
),

-- The longest name that the division ever had and that stands in the organ's own.
places as (
    select
        o.organization_key,
        d.unit_code,
        case
            when o.organization like concat('%', d.name, '_%')
                then substring(o.organization, instr(o.organization, d.name) + length(d.name))
        end as designation,
        row_number() over (
            partition by o.organization_key
            order by
                case when o.organization like concat('%', d.name, '_%') then length(d.name) end desc nulls last,
                d.valid_from desc nulls last
        ) as nth
    from organizations as o
    inner join {{ ref('divisions') }} as d on o.division_code = d.division_code
)

select
    o.organization_key,
    o.organization,
    o.division_code,
    o.organization_kind,
    o.first_year,
    o.last_year,
    p.unit_code,
    coalesce(p.designation, o.organization) as designation,
    case
        when p.unit_code is not null
            then {{ key(['p.unit_code', 'coalesce(p.designation, o.organization)']) }}
    end as body_key
from organizations as o
left join places as p on o.organization_key = p.organization_key and p.nth = 1
