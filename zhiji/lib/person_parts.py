"""What the name of a person consists of, in whatever script it was typed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts.

    title is what stood before or behind it (先生, Dr.), alias the name in another script. pinyin has family name and
    given name in small letters without tones ("li xiaoming"; for Latin names the same letters), initials its first
    letters. key is equal for two writings of one name, sound for names that are said alike (李雷, 李磊, Lei Li). Both
    are "" where only the family name is known: 王先生 is nobody in particular.
    """

    typed: str
    family: str = ""
    given: str = ""
    title: str = ""
    alias: str = ""
    pinyin: str = ""
    initials: str = ""
    key: str = ""
    sound: str = ""
    is_surname_only: bool = False
