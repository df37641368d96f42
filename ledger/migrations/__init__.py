"""How the tables of the ledger came to be as they are: one module per step in `versions/`, each with its way back."""
