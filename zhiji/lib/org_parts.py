"""What the name of an organisation consists of, in whatever script it was typed."""

from dataclasses import dataclass

from zhiji.lib.pinyin import readings


@dataclass(frozen=True, slots=True)
class OrgName:
    """The name of an organisation in parts.

    brand is what it calls itself (蓝天), business what it does (电子), place the city, province or country named in
    front, behind or in brackets (short name, with place_code: GB/T 2260, or two letters of a country). legal_form is
    a code of org_words.py, branch the part of the organisation that is meant, aside what stands in brackets beside
    the name (a former name, the name in another script).
    """

    typed: str
    folded: str = ""
    brand: str = ""
    business: str = ""
    place: str = ""
    place_code: str = ""
    legal_form: str = ""
    branch: str = ""
    aside: str = ""

    @property
    def core(self) -> str:
        """What distinguishes it from others at any place: brand and business, without legal form."""
        return self.brand + self.business

    @property
    def key(self) -> str:
        """What two spellings of the same name share: core, place wherever it stood, and branch."""
        place = f"@{self.place_code}" if self.place_code else ""
        return self.core + place + (f"#{self.branch}" if self.branch else "")

    @property
    def sound(self) -> str:
        """How the brand is read: 蓝天 and Lantian both give lantian. ü is u, as it is often typed."""
        if self.brand.isascii():
            return self.brand
        return "".join((readings(letter) or (letter,))[0] for letter in self.brand).replace("v", "u")
