"""In which time zones somebody may be, told by country or telephone number."""

import phonenumbers
from phonenumbers import NumberParseException

# The zones of a country's west and east ends where it has several: what is polite in both is polite in between.
# After the zone table of the IANA time zone database (zone1970.tab).
ZONES: dict[str, tuple[str, ...]] = {
    "CN": ("Asia/Shanghai",), "HK": ("Asia/Hong_Kong",), "MO": ("Asia/Macau",), "TW": ("Asia/Taipei",),
    "JP": ("Asia/Tokyo",), "KR": ("Asia/Seoul",), "SG": ("Asia/Singapore",), "MY": ("Asia/Kuala_Lumpur",),
    "TH": ("Asia/Bangkok",), "VN": ("Asia/Ho_Chi_Minh",), "PH": ("Asia/Manila",), "IN": ("Asia/Kolkata",),
    "ID": ("Asia/Jakarta", "Asia/Jayapura"), "PK": ("Asia/Karachi",), "BD": ("Asia/Dhaka",),
    "AE": ("Asia/Dubai",), "SA": ("Asia/Riyadh",), "IL": ("Asia/Jerusalem",), "TR": ("Europe/Istanbul",),
    "KZ": ("Asia/Almaty",), "RU": ("Europe/Kaliningrad", "Asia/Kamchatka"), "UA": ("Europe/Kyiv",),
    "GB": ("Europe/London",), "IE": ("Europe/Dublin",), "PT": ("Europe/Lisbon", "Atlantic/Azores"),
    "DE": ("Europe/Berlin",), "FR": ("Europe/Paris",), "ES": ("Europe/Madrid", "Atlantic/Canary"),
    "IT": ("Europe/Rome",), "NL": ("Europe/Amsterdam",), "BE": ("Europe/Brussels",), "CH": ("Europe/Zurich",),
    "AT": ("Europe/Vienna",), "PL": ("Europe/Warsaw",), "CZ": ("Europe/Prague",), "HU": ("Europe/Budapest",),
    "RO": ("Europe/Bucharest",), "GR": ("Europe/Athens",), "SE": ("Europe/Stockholm",), "NO": ("Europe/Oslo",),
    "DK": ("Europe/Copenhagen",), "FI": ("Europe/Helsinki",),
    "US": ("Pacific/Honolulu", "America/New_York"), "CA": ("America/Vancouver", "America/St_Johns"),
    "MX": ("America/Tijuana", "America/Cancun"), "BR": ("America/Rio_Branco", "America/Sao_Paulo"),
    "AR": ("America/Argentina/Buenos_Aires",), "CL": ("America/Santiago",), "CO": ("America/Bogota",),
    "AU": ("Australia/Perth", "Australia/Sydney"), "NZ": ("Pacific/Auckland",),
    "ZA": ("Africa/Johannesburg",), "EG": ("Africa/Cairo",), "NG": ("Africa/Lagos",), "KE": ("Africa/Nairobi",),
}  # fmt: skip


def country_of_phone(number: str) -> str:
    """Returns the country (two letters) that a number in the form +86… belongs to, "" if none can be told."""
    if not number.startswith("+"):
        return ""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except NumberParseException:
        return ""


def zones_of_country(country: str) -> tuple[str, ...]:
    """Returns the names of the outermost time zones of a country (two letters), empty if it is not known."""
    return ZONES.get(country.upper(), ())
