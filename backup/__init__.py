"""A copy of everything that cannot be made again, and the way back: the ledger, raw files, builds, and, apart, the keys."""
