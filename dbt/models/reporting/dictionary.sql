-- The data dictionary: every published table and column, from the same descriptions as the comments in the database.
select
    d.schema_name,
    d.table_name,
    d.column_name,
    d.data_type,
    split_part(d.description, ' | ', 1) as description_zh,
    split_part(d.description, ' | ', 2) as description_en,
    d.is_key = 'yes' as is_key,
    nullif(d.refers_to, '') as refers_to
from (values {{ dictionary_rows(['marts', 'audit', 'reporting']) }})
    as d (schema_name, table_name, column_name, data_type, description, is_key, refers_to)
