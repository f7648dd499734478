from collections.abc import Collection
from datetime import date, time

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhiji.customers.permission.models import ContactRule, Holiday, QuietTime
from zhiji.customers.permission.registry import PURPOSES
from zhiji.customers.permission.setting.calendars import holidays_in
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes, record
from zhiji.kernel.errors import Refused


@action
def set_contact_rule(
    *,
    actor: Actor,
    purpose: str,
    needs_grant: bool,
    per_day: int | None,
    per_week: int | None,
    per_month: int | None,
) -> ContactRule:
    """Sets how often customers are written to for a purpose ("" for all together); None sets no limit.

    A purpose that needs an agreement by its nature always does.
    """
    actor.require("setup.change")
    if purpose and purpose not in PURPOSES:
        raise Refused(_("There is no purpose “%(purpose)s”.") % {"purpose": purpose})
    values = {"needs_grant": needs_grant, "per_day": per_day, "per_week": per_week, "per_month": per_month}
    rule, _made = ContactRule.objects.get_or_create(purpose=purpose, defaults=values)
    before, after = changes(rule, values)
    for name, value in values.items():
        setattr(rule, name, value)
    rule.save()
    record(actor, "set_contact_rule", rule, before=before, after=after or values)
    forget_rights()
    return rule


@action
def set_quiet_time(
    *, actor: Actor, begin: time, end: time, weekdays: Collection[int], keeps_holidays: bool, country: str
) -> QuietTime:
    """Sets the hours and weekdays (0 is Monday) on which nothing but answers goes out, in the customer's time."""
    actor.require("setup.change")
    if len(set(weekdays)) >= 7:
        raise Refused(_("One day of the week at least must stay open."))
    values = {
        "begin": begin,
        "end": end,
        "weekdays": sorted(set(weekdays)),
        "keeps_holidays": keeps_holidays,
        "country": country.upper(),
    }
    quiet = QuietTime.objects.first() or QuietTime(**values)
    before, after = changes(quiet, values)
    for name, value in values.items():
        setattr(quiet, name, value)
    quiet.save()
    record(actor, "set_quiet_time", quiet, before=before, after=after)
    forget_rights()
    return quiet


@action
def add_holiday(*, actor: Actor, day: date, name: str) -> Holiday:
    """Adds a day on which nothing but answers goes out."""
    actor.require("setup.change")
    holiday, _made = Holiday.objects.update_or_create(day=day, defaults={"name": name[:100]})
    record(actor, "add_holiday", holiday, after={"day": day, "name": name})
    forget_rights()
    return holiday


@action
def remove_holiday(*, actor: Actor, holiday_id: int) -> None:
    """Takes a holiday away, as when people work on it in exchange for another day."""
    actor.require("setup.change")
    holiday = Holiday.objects.get(pk=holiday_id)
    record(actor, "remove_holiday", holiday, before={"day": holiday.day, "name": holiday.name})
    holiday.delete()
    forget_rights()


@action
def fill_holidays(*, actor: Actor, country: str, years: Collection[int] = ()) -> int:
    """Enters a country's public holidays of some years, this and the next if none are named; returns how many.

    Days that stand in the table already keep the name that somebody gave them.
    """
    actor.require("setup.change")
    now = timezone.localdate().year
    wanted = holidays_in(country, sorted(years) or [now, now + 1], translation.get_language() or "en")
    rows = [Holiday(day=day, name=name) for day, name in wanted.items()]
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    count = Holiday.objects.count() - before
    record(actor, "fill_holidays", None, after={"country": country, "days": count})
    forget_rights()
    return count
