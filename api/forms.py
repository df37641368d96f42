"""The forms in which the interface answers."""

JSON, CSV, PARQUET = FORMS = ("json", "csv", "parquet")
"""The first is given without a wish."""
MEDIA_TYPES = {JSON: "application/json", CSV: "text/csv", PARQUET: "application/vnd.apache.parquet"}
"""Form -> media type."""
