"""Django's SQLite with a fair queue for its one writer."""
