"""How well records are matched, on sets whose truth is known: `make quality`."""
