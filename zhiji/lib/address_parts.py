"""What an address consists of, in whatever script it was typed."""

from dataclasses import dataclass

from zhiji.lib.divisions import Division

SEPARATORS = " ,;、/·.|-—:"


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts. Names of divisions are the official ones; code is that of the finest known (GB/T 2260).

    street is all below the district as typed, house_number and unit are read from it. key is equal for two writings
    of one address, street_key leaves the divisions out; both are "" where no street or house is named.
    """

    typed: str
    country: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""
    house_number: str = ""
    unit: str = ""
    postcode: str = ""
    code: str = ""
    key: str = ""
    street_key: str = ""

    @property
    def road(self) -> str:
        """The street alone in comparable form: without town, number and room; "" where none is known for sure."""
        return self.street_key.partition("|")[0]


@dataclass(slots=True)
class Place:
    """The divisions found so far, and what of the text is still to be read."""

    rest: str
    province: Division | None = None
    city: Division | None = None
    district: Division | None = None
    district_name: str = ""

    @property
    def finest(self) -> Division | None:
        """The smallest division that is known for sure."""
        return self.district or self.city or self.province

    def take(self, length: int) -> None:
        self.rest = self.rest[length:].lstrip(SEPARATORS)
