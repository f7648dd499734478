"""What people are told about a value that does not fit its field."""

from django.utils.translation import gettext as _

from zhiji.kernel.fields.models import OwnField


def fault_text(field: OwnField, code: str) -> str:
    """Says what is wrong with a value and what may stand in the field."""
    options = field.options
    texts = {
        "required": _("%(field)s must be filled in."),
        "too_long": _("%(field)s is too long: at most %(max_length)s characters."),
        "pattern": _("%(field)s must look like %(pattern)s (9 stands for a digit, A for a letter)."),
        "not_a_number": _("%(field)s must be a number, such as 1,250.5."),
        "too_small": _("%(field)s must be at least %(min)s."),
        "too_large": _("%(field)s must be at most %(max)s."),
        "not_money": _("%(field)s must be an amount, such as 1,250.00 CNY."),
        "not_a_date": _("%(field)s must be a date, such as 2026-03-01."),
        "too_early": _("%(field)s must not be before %(after)s."),
        "too_late": _("%(field)s must not be after %(before)s."),
        "no_such_choice": _("%(field)s must be one of: %(choices)s."),
        "not_a_link": _("%(field)s must be an address on the web, such as https://example.org/page."),
        "not_a_record": _("%(field)s does not name a record that there is."),
    }
    names = ", ".join(field.choice_label(choice["key"]) for choice in field.choices)
    return texts[code] % {
        "field": field.label,
        "max_length": options.get("max_length") or 2000,
        "pattern": options.get("pattern", ""),
        "min": options.get("min", ""),
        "max": options.get("max", ""),
        "after": options.get("after", ""),
        "before": options.get("before", ""),
        "choices": names[:300],
    }
