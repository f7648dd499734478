"""One index over names, numbers and documents; see docs/algorithms/search.md."""
