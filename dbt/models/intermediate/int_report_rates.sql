-- The numerator and the denominator of every rate in every report, from the figures that the seed rate_terms names.
-- There is none where any of those figures is missing: a rate of a part is not a rate.
with terms as (
    select
        t.rate_code,
        t.side,
        t.table_code,
        f.layout_code,
        t.row_code,
        t.column_code,
        t.sign,
        count(*) over (partition by t.rate_code, t.side, f.layout_code) as terms
    from {{ ref('rate_terms') }} as t
    inner join {{ ref('int_form_cells') }} as f
        on
            t.table_code = f.table_code
            and {{ lists('t.layouts', 'f.layout_code') }}
            and t.row_code = f.row_code
            and t.column_code = f.column_code
),

sides as (
    select
        v.report_key,
        t.rate_code,
        t.layout_code,
        sum(t.sign * v.quantity) filter (where t.side = 'numerator') as numerator,
        sum(t.sign * v.quantity) filter (where t.side = 'denominator') as denominator,
        count(*) filter (where t.side = 'numerator') as numerator_found,
        count(*) filter (where t.side = 'denominator') as denominator_found,
        max(t.terms) filter (where t.side = 'numerator') as numerator_terms,
        max(t.terms) filter (where t.side = 'denominator') as denominator_terms
    from {{ ref('int_figures') }} as v
    {{ of_changed('v') }}
    inner join terms as t
        on
            v.table_code = t.table_code
            and v.layout_code = t.layout_code
            and v.row_code = t.row_code
            and v.column_code = t.column_code
    group by v.report_key, t.rate_code, t.layout_code
)

select
    s.report_key,
    s.rate_code,
    s.layout_code,
    cast(s.numerator as decimal(28, 6)) as numerator,
    cast(s.denominator as decimal(28, 6)) as denominator
from sides as s
where s.numerator_found = s.numerator_terms and s.denominator_found = s.denominator_terms
