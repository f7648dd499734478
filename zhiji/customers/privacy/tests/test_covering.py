"""Nothing that belongs to a customer is forgotten when their data are handed out or erased."""

from django.apps import apps
from django.db.models import ForeignKey, OneToOneField

from zhiji.customers.parties.models import Customer
from zhiji.customers.privacy.registry import covered_models, holdings


def belonging_to_customers():
    """List every model with a foreign key to Customer."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey | OneToOneField) and field.related_model is Customer:
                yield model._meta.label_lower


def test_every_table_that_belongs_to_a_customer_is_registered():
    missing = sorted(set(belonging_to_customers()) - covered_models())
    assert not missing, (
        f"Register these by holds_rows in a privacy.py, as zhiji/sales/leads/privacy.py does: {missing}"
    )


def test_the_customers_own_row_goes_last():
    assert holdings()[-1].slug == "customer"
    assert all(one.erase for one in holdings())
