from django.db import models


class ModuleState(models.Model):
    """Whether an administrator has switched a module on or off."""

    slug = models.SlugField(primary_key=True)
    is_on = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.slug} {'on' if self.is_on else 'off'}"
