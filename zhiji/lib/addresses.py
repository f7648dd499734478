"""Postal addresses as people type them: where in the world, and the street, number and room in one form."""

from zhiji.lib.address_parts import Address
from zhiji.lib.chinese_addresses import read_chinese
from zhiji.lib.latin_addresses import read_latin
from zhiji.lib.text import has_cjk, one_width

__all__ = ["Address", "parse_address"]

_LONGEST = 400


def parse_address(typed: str) -> Address:
    """Reads an address as typed into country, province, city, district, street, number, room and postcode.

    It never fails: what it does not understand is the street. Hong Kong, Macau and Taiwan are provinces with country
    CN, as in GB/T 2260.
    """
    text = one_width(typed[:_LONGEST].replace("\n", ", "))
    if not text:
        return Address(typed)
    return read_chinese(typed, text) if has_cjk(text) else read_latin(typed, text)
