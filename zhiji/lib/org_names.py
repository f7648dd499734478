"""Names of organisations: what is distinctive in them, apart from place, legal form and branch."""

from functools import lru_cache

from zhiji.lib.chinese_org_names import read_chinese_org
from zhiji.lib.latin_org_names import read_latin_org
from zhiji.lib.org_parts import OrgName
from zhiji.lib.text import has_cjk, one_width

__all__ = ["OrgName", "parse_org_name"]

_LONGEST = 200


@lru_cache(maxsize=256)  # each is asked for twice in a row: for its key, and for its parts
def parse_org_name(typed: str) -> OrgName:
    """Reads the name of a company, school or authority into brand, line of business, place, legal form and branch.

    It never fails: a name that tells nothing of these is all brand.
    """
    text = one_width(typed[:_LONGEST])
    return read_chinese_org(typed, text) if has_cjk(text) else read_latin_org(typed, text)
