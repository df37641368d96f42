"""A demonstration organisation: deterministic synthetic raw files in the templates of the upload source."""

from data.demo.write import demo_facts, write_demo

__all__ = ["demo_facts", "write_demo"]
