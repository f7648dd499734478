"""Plain functions that know nothing of Django or of a database."""
