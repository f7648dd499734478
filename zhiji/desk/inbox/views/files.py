"""What came with messages: their HTML in a frame without rights, files, and the raw thing itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from zhiji.channels.conversations.documents import SAFE_IMAGES, document_of
from zhiji.channels.conversations.queries import attachment_for, message_for
from zhiji.channels.inbox.models import InboxItem
from zhiji.desk.inbox.queries import kept_item, raw_of
from zhiji.desk.inbox.views.answers import actor_of, or_404
from zhiji.kernel.access.screens import screen
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.files.queries import read_file

FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
RAW_TYPES = {"mail": ("message/rfc822", "eml"), "web": ("application/json", "json")}


def document_policy(remote_images: bool) -> str:
    """Returns the security policy of a stranger's HTML: no script, no form, nothing from the network unless asked."""
    images = "data: https: http:" if remote_images else "data:"
    return (
        f"default-src 'none'; img-src {images}; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )


@screen("conversation.view")
@require_GET
def html(request: HttpRequest, key: int) -> HttpResponse:
    """Gives a message's HTML as a document that may do nothing."""
    message = or_404(lambda: message_for(actor_of(request), key))
    if message.html is None:
        raise Http404
    remote_images = request.GET.get("images") == "1"
    response = HttpResponse(document_of(message, remote_images=remote_images))
    response["Content-Security-Policy"] = document_policy(remote_images)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


@screen("conversation.view")
@require_GET
def file(request: HttpRequest, key: int) -> HttpResponse:
    """Gives an attached file to be kept; a picture of a safe kind may also stand in the page."""
    attachment = or_404(lambda: attachment_for(actor_of(request), key))
    kind = attachment.media_type if attachment.media_type in SAFE_IMAGES else "application/octet-stream"
    return _download(attachment.file, attachment.name, kind)


@screen("conversation.view")
@require_GET
def raw(request: HttpRequest, key: int) -> HttpResponse:
    """Gives the raw thing that a message was read from."""
    return _raw(or_404(lambda: raw_of(actor_of(request), key)))


@screen("inbox_item.view")
@require_GET
def kept(request: HttpRequest, key: int) -> HttpResponse:
    """Gives a raw thing that could not be read, or was set aside."""
    return _raw(or_404(lambda: kept_item(actor_of(request), key)))


def _raw(item: InboxItem) -> HttpResponse:
    kind, ending = RAW_TYPES.get(item.channel, ("application/octet-stream", "bin"))
    return _download(item.file, f"{item.channel}-{item.pk}.{ending}", kind)


def _download(stored: StoredFile, name: str, kind: str) -> HttpResponse:
    try:
        content = read_file(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
