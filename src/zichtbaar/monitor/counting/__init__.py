"""Records become counts, through Ibis on DuckDB."""
