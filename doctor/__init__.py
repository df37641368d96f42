"""Looks at an installation and says what is well, what wants attention, and what to do. Changes nothing but what every
process does that opens the ledger."""
