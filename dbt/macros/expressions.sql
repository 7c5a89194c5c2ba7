{# Expressions that several models share, in SQL that DuckDB and Spark both take. #}

{# Whether a seed's list of codes, separated by blanks, holds a code. #}
{% macro lists(codes, code) -%}
    concat(' ', {{ codes }}, ' ') like concat('% ', {{ code }}, ' %')
{%- endmacro %}

{# A surrogate key: a hash of the parts, a null part apart from an empty one. #}
{% macro key(parts) -%}
    md5(concat({% for part in parts %}coalesce(cast({{ part }} as string), '~'){% if not loop.last %}, '|', {% endif %}{% endfor %}))
{%- endmacro %}

{# The key of a row of the seed divisions: its code, and the year in which it took its name. #}
{% macro division_key(relation) -%}
    concat({{ relation }}.division_code, '@', cast(extract(year from {{ relation }}.valid_from) as string))
{%- endmacro %}

{# The ratio of two numbers, null where the denominator is null or zero. #}
{% macro ratio(numerator, denominator) -%}
    cast({{ numerator }} as double) / cast(nullif({{ denominator }}, 0) as double)
{%- endmacro %}

{#
    One bound of the Wilson score interval, 95 %: sign '-' for the lower, '+' for the upper. Rounded, since the bounds of
    0 and 1 would else lie outside of them by the error of floating point.
#}
{% macro wilson(numerator, denominator, sign) -%}
    {% set z2 = 3.841459 -%}
    {% set p = ratio(numerator, denominator) -%}
    {% set n = 'cast(nullif(' ~ denominator ~ ', 0) as double)' -%}
    round((
        ({{ p }} + {{ z2 }} / (2 * {{ n }}))
        {{ sign }} sqrt({{ z2 }} * ({{ p }} * (1 - {{ p }}) + {{ z2 }} / (4 * {{ n }})) / {{ n }})
    ) / (1 + {{ z2 }} / {{ n }}), 12)
{%- endmacro %}
