from django.db import models


class ClaimMark(models.Model):
    """Up to which fact the signatures of mails and the fields of web forms were read; there is one such record."""

    last_event = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last_event)
