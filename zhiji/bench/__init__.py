"""Measures named paths of the running program beside the bare floor of the same work, in one run."""
