"""Real parts for tests, each started by them: a PostgreSQL, a running Zhiji, a browser, a mail server."""
