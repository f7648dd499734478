"""Record matching: which records mean the same organisation or person, how surely, and why."""
