from django.db.models import Model, QuerySet

from zhiji.kernel.audit.models import AuditEntry


def history_of(obj: Model) -> QuerySet[AuditEntry]:
    """Lists what was done to one record, newest first."""
    return AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
