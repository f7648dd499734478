"""What happens to people, from its begin to its end, with real parts only."""
