"""The countries whose public holidays can be kept."""

from django.utils.translation import gettext_lazy as _

from zhiji.customers.parties.rules import sort_form

# By their two letters (ISO 3166-1).
COUNTRIES = {
    "AE": _("United Arab Emirates"),
    "AR": _("Argentina"),
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BD": _("Bangladesh"),
    "BE": _("Belgium"),
    "BG": _("Bulgaria"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CL": _("Chile"),
    "CN": _("China"),
    "CO": _("Colombia"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "EG": _("Egypt"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GR": _("Greece"),
    "HK": _("Hong Kong, China"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "ID": _("Indonesia"),
    "IE": _("Ireland"),
    "IL": _("Israel"),
    "IN": _("India"),
    "IS": _("Iceland"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "KE": _("Kenya"),
    "KH": _("Cambodia"),
    "KR": _("South Korea"),
    "KZ": _("Kazakhstan"),
    "LA": _("Laos"),
    "LK": _("Sri Lanka"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "LV": _("Latvia"),
    "MA": _("Morocco"),
    "MM": _("Myanmar"),
    "MO": _("Macau, China"),
    "MX": _("Mexico"),
    "MY": _("Malaysia"),
    "NG": _("Nigeria"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PE": _("Peru"),
    "PH": _("Philippines"),
    "PK": _("Pakistan"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "RS": _("Serbia"),
    "RU": _("Russia"),
    "SA": _("Saudi Arabia"),
    "SE": _("Sweden"),
    "SG": _("Singapore"),
    "SI": _("Slovenia"),
    "SK": _("Slovakia"),
    "TH": _("Thailand"),
    "TR": _("Türkiye"),
    "TW": _("Taiwan, China"),
    "UA": _("Ukraine"),
    "US": _("United States"),
    "VN": _("Vietnam"),
    "ZA": _("South Africa"),
}


def country_choices(kept: str = "") -> list[tuple[str, str]]:
    """Lists the countries in the order of their names in the reader's language.

    kept is what was chosen before; it stays to be chosen when it isn't among them.
    """
    known = [(code, str(name)) for code, name in COUNTRIES.items()]
    more = [(kept, kept)] if kept and kept not in COUNTRIES else []
    return more + sorted(known, key=lambda one: sort_form(one[1]))


def country_name(code: str) -> str:
    """Names a country by its two letters; one that isn't known keeps them."""
    return str(COUNTRIES.get(code, code))
