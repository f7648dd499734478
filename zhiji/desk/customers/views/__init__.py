"""The pages of customers, a file per thing that one does there."""
