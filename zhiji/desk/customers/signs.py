"""Icons that one page draws many times: made once per word, for building each anew would cost more than its query."""

from functools import lru_cache

from django.utils.safestring import SafeString

from zhiji.ui.templatetags.zhiji import icon


@lru_cache(maxsize=500)
def sign(name: str, label: str = "", css: str = "") -> SafeString:
    """Draws an icon; label is in the language that is spoken now."""
    return icon(name, label, css)
