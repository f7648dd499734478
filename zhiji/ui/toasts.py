from django.http import HttpResponse
from django_htmx.http import trigger_client_event


def toast(response: HttpResponse, text: str, undo_url: str = "", level: str = "success") -> HttpResponse:
    """Adds a short message to an answer to htmx; undo_url is posted to when the person presses Undo.

    level is success, info, warning or error.
    """
    detail = {"text": str(text), "level": level} | ({"undo_url": undo_url} if undo_url else {})
    return trigger_client_event(response, "toast", detail)
