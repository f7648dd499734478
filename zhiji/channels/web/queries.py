from django.http import Http404

from zhiji.channels.lines.models import Line
from zhiji.channels.web.models import WebForm


def web_forms() -> list[WebForm]:
    """Lists all web forms by name."""
    return list(WebForm.objects.select_related("line"))


def web_form_in_use(slug: str) -> WebForm:
    """Finds a form that the public may see; raises Http404 for any other."""
    form = WebForm.objects.select_related("line").filter(slug=slug, is_active=True).first()
    if form is None:
        raise Http404
    return form


def web_form(form_id: int) -> WebForm:
    """Finds a form for those who set it up."""
    return WebForm.objects.get(pk=form_id)


def answering_lines() -> list[Line]:
    """Lists the lines that can answer what a form brings."""
    return list(Line.objects.filter(is_active=True).order_by("name"))
