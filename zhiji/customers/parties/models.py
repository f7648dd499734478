from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.access.models import OwnedQuerySet
from zhiji.kernel.labels import label_of
from zhiji.kernel.numbering.models import Numbered


class Customer(Numbered):
    """A person or an organisation that we have to do with."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    class Category(models.TextChoices):
        HOME = "home", _("home")
        SMALL = "small", _("small business")
        LARGE = "large", _("large business")
        EDUCATION = "education", _("education")
        GOVERNMENT = "government", _("government")
        PARTNER = "partner", _("partner")

    prefix = "C"
    access_object: ClassVar[str] = "customer"

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    sort_name = models.CharField(max_length=200, editable=False)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    region = models.CharField(_("market region"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "kernel.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    source = models.CharField(_("source"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    has_conflict = models.BooleanField(_("sources disagree"), default=False, editable=False)
    quality = models.PositiveSmallIntegerField(_("quality"), null=True, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [
            # Whoever filters by one of these columns may sort by name, last contact or age: each pair has its index,
            # for a database that knows only the filter's would sort a hundred thousand rows to show fifty.
            # Rows without category, region, owner or team stand in none of the filter's: a list brought in is mostly
            # of such, and each index more is a page more to write for nearly each of its rows.
            models.Index(fields=["sort_name", "id"], name="customer_by_name"),
            models.Index(fields=["-last_contact_at", "-id"], name="customer_by_contact"),
            models.Index(fields=["-created_at", "-id"], name="customer_by_age"),
            models.Index(
                fields=["category", "sort_name", "id"],
                name="customer_category_name",
                condition=~Q(category=""),
            ),
            models.Index(
                fields=["category", "-last_contact_at", "-id"],
                name="customer_category_contact",
                condition=~Q(category=""),
            ),
            models.Index(
                fields=["region", "sort_name", "id"], name="customer_region_name", condition=~Q(region="")
            ),
            models.Index(
                fields=["region", "-last_contact_at", "-id"],
                name="customer_region_contact",
                condition=~Q(region=""),
            ),
            models.Index(
                fields=["owner", "sort_name", "id"],
                name="customer_owner_name",
                condition=Q(owner__isnull=False),
            ),
            models.Index(
                fields=["owner", "-last_contact_at", "-id"],
                name="customer_owner_contact",
                condition=Q(owner__isnull=False),
            ),
            models.Index(
                fields=["team", "sort_name", "id"], name="customer_team_name", condition=Q(team__isnull=False)
            ),
            models.Index(
                fields=["team", "-last_contact_at", "-id"],
                name="customer_team_contact",
                condition=Q(team__isnull=False),
            ),
            models.Index(
                fields=["category", "-created_at", "-id"],
                name="customer_category_age",
                condition=~Q(category=""),
            ),
            models.Index(
                fields=["region", "-created_at", "-id"], name="customer_region_age", condition=~Q(region="")
            ),
            models.Index(
                fields=["owner", "-created_at", "-id"],
                name="customer_owner_age",
                condition=Q(owner__isnull=False),
            ),
            models.Index(
                fields=["team", "-created_at", "-id"],
                name="customer_team_age",
                condition=Q(team__isnull=False),
            ),
            models.Index(fields=["id"], name="customer_of_nobody", condition=Q(owner__isnull=True)),
            models.Index(fields=["id"], name="customer_of_no_team", condition=Q(team__isnull=True)),
            models.Index(fields=["quality", "id"], name="customer_by_quality"),
            models.Index(
                fields=["-last_contact_at", "-id"],
                name="customer_in_conflict",
                condition=Q(has_conflict=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="organisation") | Q(parent=None), name="only_organisations_have_parents"
            )
        ]

    @property
    def is_person(self) -> bool:
        """Tells a person from an organisation."""
        return self.kind == self.Kind.PERSON

    def get_kind_display(self) -> str:
        return label_of(self.Kind, self.kind)

    def get_category_display(self) -> str:
        return label_of(self.Category, self.category)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/customers/{self.pk}"


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    def current(self) -> "ContactPointQuerySet":
        """Keeps the contact points that were not taken away."""
        return self.filter(removed_at=None)


class ContactPoint(models.Model):
    """One way to reach a customer: what was typed, and the same in its normal form."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", _("mobile")
        PHONE = "phone", _("phone")
        FAX = "fax", _("fax")
        MAIL = "mail", _("mail")
        ADDRESS = "address", _("address")
        WECHAT = "wechat", _("WeChat")
        WEBSITE = "website", _("web site")
        DOMAIN = "domain", _("mail domain")

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("not tried yet")
        WORKS = "works", _("works")
        FAILS = "fails", _("does not work")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    typed = models.CharField(_("as typed"), max_length=400)
    value = models.CharField(max_length=400)
    extension = models.CharField(_("extension"), max_length=12, blank=True)
    label = models.CharField(_("label"), max_length=60, blank=True)
    is_primary = models.BooleanField(_("preferred"), default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UNKNOWN)
    state_at = models.DateTimeField(null=True)
    state_reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["value", "kind"], name="contact_point_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "value", "extension"],
                condition=Q(removed_at=None),
                name="contact_point_once_per_customer",
            )
        ]

    def __str__(self) -> str:
        return self.typed


class Affiliation(models.Model):
    """A person's role in an organisation; a person may have several."""

    person = models.ForeignKey(Customer, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Customer, models.CASCADE, related_name="people")
    title = models.CharField(_("job title"), max_length=100, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    is_primary = models.BooleanField(_("main role"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "title"],
                condition=Q(ended_at=None),
                name="affiliation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.organisation_id}"


class Identifier(models.Model):
    """A number that an authority or another system gave a customer: tax number, ERP number."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("kind of number"), max_length=20)
    value = models.CharField(_("number"), max_length=100)
    typed = models.CharField(max_length=100, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["value", "scheme", "customer"], name="identifier_once_per_customer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Relation(models.Model):
    """How two customers belong together without being one: members of a household, somebody's assistant."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("same household")
        ASSISTANT = "assistant", _("assistant of")
        DEPARTMENT = "department", _("department of")

    left = models.ForeignKey(Customer, models.CASCADE, related_name="relations")
    right = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    kind = models.CharField(_("relation"), max_length=12, choices=Kind.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["left", "right", "kind"], condition=Q(ended_at=None), name="relation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.left_id} {self.kind} {self.right_id}"
