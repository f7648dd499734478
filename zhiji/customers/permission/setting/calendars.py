"""Public holidays by country and year, from a library that follows what governments publish."""

from datetime import date

from django.utils.translation import gettext as _

from zhiji.customers.permission.bounds import bridged
from zhiji.kernel.errors import Refused


def holidays_in(country: str, years: list[int], language: str) -> dict[date, str]:
    """Returns a country's public holidays with their names; for China with the days off that are published.

    country has two letters, language is one of Zhiji's. A year that is not published yet has its lunar holidays by
    calculation and no days off in exchange. Raises Refused for a country that the library does not know.
    """
    try:
        import holidays
    except ImportError as error:
        raise Refused(_("The package “holidays” is not installed. Enter the days by hand.")) from error
    spoken = "zh_CN" if language.startswith("zh") else "en_US"
    try:
        found = holidays.country_holidays(country.upper(), years=years, language=spoken)
    except NotImplementedError as error:
        raise Refused(_("No holidays are known for “%(country)s”.") % {"country": country}) from error
    return bridged({day: str(name)[:100] for day, name in found.items()})
