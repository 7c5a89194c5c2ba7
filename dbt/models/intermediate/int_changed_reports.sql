-- The reports whose rows are made again: those that are new, gone, or not in the state in which they were; all of them
-- if nothing stands that could be built upon (macros/by_report.sql).
{% set before = reports_before() -%}
{% if before -%}
select coalesce(n.report_key, b.report_key) as report_key
from {{ ref('int_report_states') }} as n
full outer join {{ before }} as b on n.report_key = b.report_key
where n.state is distinct from b.state
{%- else -%}
select n.report_key
from {{ ref('int_report_states') }} as n
{%- endif %}
