"""The warehouse of open-government reports. Sub-packages: load (files), extract (text to records), defs (Dagster)."""
