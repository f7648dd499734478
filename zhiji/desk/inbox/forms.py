from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from zhiji.kernel.errors import Refused

# Most mail servers refuse mails of more than 25 MB, and files grow by a third on their way.
LARGEST_FILES = 18_000_000
MOST_FILES = 20
LONGEST_TEXT = 200_000


class WritingForm(forms.Form):
    """What the composer sends: an answer to the customer, or a note among ourselves."""

    mode = forms.ChoiceField(choices=[("reply", ""), ("note", "")])
    key = forms.CharField(max_length=64)
    text = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT)
    to = forms.CharField(required=False, max_length=4000)
    sign = forms.BooleanField(required=False)
    close = forms.BooleanField(required=False)


def read_writing(data: Any) -> dict[str, Any]:
    """Reads what the composer sent; raises Refused in people's words."""
    form = WritingForm(data)
    if form.is_valid():
        return form.cleaned_data
    if "text" in form.errors:
        raise Refused(_("The message is too long. Send the long part as a file."))
    raise Refused(_("The page is too old to send from. Load it again; what you wrote is kept."))


def read_files(uploads: list[UploadedFile]) -> list[tuple[str, str, bytes]]:
    """Reads uploaded files as (name, media type, content); raises Refused when they are too many or too big."""
    if len(uploads) > MOST_FILES:
        raise Refused(_("A message takes %(most)s files at most.") % {"most": MOST_FILES})
    total = sum(upload.size or 0 for upload in uploads)
    if total > LARGEST_FILES:
        sizes = {"total": filesizeformat(total), "most": filesizeformat(LARGEST_FILES)}
        raise Refused(_("The files have %(total)s together; a message takes %(most)s.") % sizes)
    return [
        (upload.name or "file", upload.content_type or "application/octet-stream", upload.read())
        for upload in uploads
    ]
