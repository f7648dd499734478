"""Makes what the repository does not hold: the built front end and the compiled messages."""
