{# Every value of the column, if not null, stands in a column of another table. #}
{% test refers_to(model, column, to, field) %}
    select distinct child.{{ column }}
    from {{ model }} as child
    left join {{ to }} as parent on child.{{ column }} = parent.{{ field }}
    where child.{{ column }} is not null and parent.{{ field }} is null
{% endtest %}
