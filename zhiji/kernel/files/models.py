from django.db import models


class StoredFile(models.Model):
    """The content of a file, kept once under its hash, however often it was received."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    @property
    def path(self) -> str:
        """The place in the file store."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    def __str__(self) -> str:
        return self.sha256[:12]
