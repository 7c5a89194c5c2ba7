{# The column, where not null, lies between two bounds, both allowed; without `high` there is none. #}
{% test within(model, column, low, high=none) %}
    select {{ column }}
    from {{ model }}
    where {{ column }} < {{ low }} {% if high is not none %} or {{ column }} > {{ high }} {% endif %}
{% endtest %}
