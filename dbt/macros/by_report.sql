{#
    Models of which each row belongs to one report are materialized `by_report`: when the rest of the warehouse stands as
    it was, the rows of the reports that changed are deleted, and theirs alone made and inserted. `ogi build` decides
    whether it stands: then, and only then, state.reports_before has what each report had been made from.

    Such a model takes its rows by `of_changed` from every relation of many rows, and from nothing that says something of
    one report by looking at others but what int_report_states lists.
#}
{% materialization by_report, default %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- if reports_before() and existing %}
        {%- set columns = adapter.get_columns_in_relation(existing) | map(attribute='name') | join(', ') -%}
        {%- call statement('forget') -%}
            delete from {{ target_relation }}
            where report_key in (select c.report_key from {{ ref('int_changed_reports') }} as c)
        {%- endcall -%}
        {%- call statement('main') -%}
            insert into {{ target_relation }} ({{ columns }})
            select {{ columns }} from ({{ sql }}) as made
        {%- endcall -%}
    {%- else -%}
        {%- if existing -%} {%- do adapter.drop_relation(existing) -%} {%- endif -%}
        {%- call statement('main') -%} {{ create_table_as(false, target_relation, sql) }} {%- endcall -%}
    {%- endif -%}
    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# The reports that the relation of this alias is cut down to; nothing if all are made. #}
{% macro of_changed(alias) -%}
    {%- if not execute -%} {%- do ref('int_changed_reports') -%} {%- endif -%}
    {%- if reports_before() -%}
        inner join {{ ref('int_changed_reports') }} as changed_{{ alias }}
            on {{ alias }}.report_key = changed_{{ alias }}.report_key
    {%- endif -%}
{%- endmacro %}

{# What the reports had been made from, if what is built stands; else none. #}
{% macro reports_before() -%}
    {%- if execute -%}
        {{ return(adapter.get_relation(database=target.database, schema='state', identifier='reports_before')) }}
    {%- endif -%}
{%- endmacro %}

{# Whether a model, as a relation, is one of those whose rows are made by report. #}
{% macro is_made_by_report(relation) -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.config.materialized == 'by_report' -%}
            {%- if (node.schema, node.name) == (relation.schema, relation.identifier) -%} {{ return(true) }} {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro %}

{# The reports made again, for a test of a model made by report, before which they are always known: a reference would
   hold back the tests of all other models until then. #}
{% macro changed_reports() -%}
    {{ return(api.Relation.create(database=target.database, schema='intermediate', identifier='int_changed_reports')) }}
{%- endmacro %}
