{#
    One row for each combination of these columns, none of them null. Of a model made by report, with the report in its
    key, only the rows of the reports made again are looked at: the others are the rows that passed when they were made.
#}
{% test grain(model, columns) %}
    select {{ columns | join(', ') }}
    from {{ model }}
    {%- if 'report_key' in columns and is_made_by_report(model) and reports_before() %}
    where report_key is null or report_key in (select c.report_key from {{ changed_reports() }} as c)
    {%- endif %}
    group by {{ columns | join(', ') }}
    having count(*) > 1 {% for column in columns %} or {{ column }} is null {% endfor %}
{% endtest %}
