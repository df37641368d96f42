"""What pages show, as files that stand alone: CSV, XLSX, JSON, Parquet, PNG and PDF, and the proof of each."""
