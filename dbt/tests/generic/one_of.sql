{# The column holds nothing but these values, or null. #}
{% test one_of(model, column, values) %}
    select distinct {{ column }}
    from {{ model }}
    where {{ column }} not in ('{{ values | join("', '") }}')
{% endtest %}
