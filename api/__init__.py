"""The interface for machines: /api/v1/ gives the numbers of the pages as JSON, CSV and Parquet."""
