from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MatchPairQuerySet(models.QuerySet["MatchPair"]):
    """Candidate pairs by whether somebody must still look."""

    def open(self) -> "MatchPairQuerySet":
        """Keeps the pairs that nobody has answered."""
        return self.filter(state=MatchPair.State.OPEN)

    def waiting(self) -> "MatchPairQuerySet":
        """Keeps the pairs that nobody has answered, those put off too."""
        return self.filter(state__in=(MatchPair.State.OPEN, MatchPair.State.LATER))

    def answered(self) -> "MatchPairQuerySet":
        """Keeps the pairs of which somebody said yes or no: labels to learn from."""
        return self.filter(state__in=(MatchPair.State.YES, MatchPair.State.NO))


class MatchPair(models.Model):
    """Two customers who may be one, or belong together: the evidence, and what somebody of us said to it.

    The answer stays when one of the two is merged away: it is what later runs learn from.
    """

    class Proposal(models.TextChoices):
        SAME = "same", _("the same customer")
        BRANCH = "branch", _("branch of")
        DEPARTMENT = "department", _("department of")
        HOUSEHOLD = "household", _("same household")
        ASSISTANT = "assistant", _("assistant of")

    class State(models.TextChoices):
        OPEN = "open", _("to be answered")
        YES = "yes", _("yes")
        NO = "no", _("no")
        LATER = "later", _("later")
        GONE = "gone", _("settled otherwise")

    left = models.ForeignKey(
        "customers.Customer", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    right = models.ForeignKey("customers.Customer", models.DO_NOTHING, related_name="+", db_constraint=False)
    proposal = models.CharField(max_length=10, choices=Proposal.choices, default=Proposal.SAME)
    # Which of the two stands above in a branch, department or assistant's relation; empty where neither does.
    above_id = models.BigIntegerField(null=True)
    weight = models.FloatField()
    evidence = models.JSONField(default=dict)
    run_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    merge = models.ForeignKey("customers.Merge", models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    who = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = MatchPairQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-weight", "id"], name="pair_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["left", "right", "proposal"], name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} {self.proposal} {self.right_id}"

    def other_than(self, customer_id: int) -> int:
        """Returns the key of the other of the two."""
        return self.right_id if customer_id == self.left_id else self.left_id


class MatchThreshold(models.Model):
    """From which weight on two records are surely one, and from which a person is asked, in bits.

    by_itself: what is surely one is merged without asking; off until somebody switches it on. is_moved: somebody set
    the weights, so that no run over the whole base sets its own.
    """

    kind = models.CharField(max_length=12, unique=True)
    merge_from = models.FloatField(_("merge by itself from"))
    ask_from = models.FloatField(_("ask from"))
    by_itself = models.BooleanField(_("merge by itself"), default=False)
    is_moved = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ask_from__lte=F("merge_from")), name="ask_before_merging")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.ask_from} … {self.merge_from}"


class ArrivalMark(models.Model):
    """Up to which customer new ones were compared with those who were there; there is one such record.

    last_id is for those who came in a list, single_id for those who came singly, who go first.
    """

    last_id = models.BigIntegerField(default=0)
    single_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.last_id)
