from typing import ClassVar

from django.db import models

from zhiji.kernel.numbering.rules import human_number


class Numbered(models.Model):
    """A record that people call by a number such as C-000123, made from its key: no counter, no waiting."""

    prefix: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def number(self) -> str:
        """The number as people write it."""
        return human_number(self.prefix, self.pk)
