"""What Dagster shows and runs: assets, checks, jobs, resources. The work itself is in load/, extract/ and dbt/."""
