"""Writes the warehouse: fetch, read, validate, stage, build, check, publish."""
