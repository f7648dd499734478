import tempfile
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhiji.customers.sources.models import Import, Source
from zhiji.integration.files import actions, forms, queries, words
from zhiji.integration.files.errorfile import write_errors_of_import
from zhiji.integration.files.keeping import keep_list, local_file
from zhiji.integration.files.lists import UnreadableList
from zhiji.integration.files.looking import look_at
from zhiji.integration.files.tasks import import_on
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Refused
from zhiji.kernel.files.models import StoredFile

State = Import.State


@screen("import.view")
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Lists the imports, and takes a new list where it is dropped."""
    return _list(request)


def _list(request: HttpRequest, refused: str = "") -> HttpResponse:
    found = [(at, words.TONES.get(State(at.state), "")) for at in queries.imports_for(request.actor)]
    context = {"imports": found, "may_run": request.actor.may("import.run"), "refused": refused}
    return render(request, "integration/imports/list.html", context, status=422 if refused else 200)


@screen("import.run")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a list, or several that belong together, and shows what was found in it."""
    files = request.FILES.getlist("file")
    if not files:
        return _list(request, _("Choose a file first."))
    kept, name = _kept(files)
    try:
        with local_file(kept) as path:
            look = look_at(path)
    except UnreadableList as error:
        return _list(request, f"{name}: {error}")
    at = actions.begin_import(actor=request.actor, file_id=kept.pk, name=name, look=look)
    return redirect("import_columns", at.pk)


def _kept(files: list[UploadedFile]) -> tuple[StoredFile, str]:
    if len(files) == 1:
        return keep_list(files[0].file), PurePath(files[0].name or "").name
    with tempfile.TemporaryFile() as packed:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, file in enumerate(files, 1):
                with archive.open(f"{number}-{PurePath(file.name or '').name}", "w") as target:
                    target.writelines(file.chunks())
        return keep_list(packed), _("%(count)s files") % {"count": len(files)}


@screen("import.view")
@require_GET
def one(request: HttpRequest, key: int) -> HttpResponse:
    """Shows where an import stands and what can be done next."""
    at = _import(key)
    if at.state == State.DRAFT:
        return redirect("import_columns", key)
    return render(request, "integration/imports/one.html", _standing(request, at))


@screen("import.view")
@require_GET
def state(request: HttpRequest, key: int) -> HttpResponse:
    """The part of the page that changes while an import goes on."""
    return render(request, "integration/imports/_state.html", _standing(request, _import(key)))


@screen("import.run")
@require_GET
def columns(request: HttpRequest, key: int) -> HttpResponse:
    """Shows what the columns mean, to be corrected; with ?source=, as that source's columns meant last time."""
    at = _open(key)
    source = request.GET.get("source", "")
    if source.isdecimal() and int(source) != at.source_id:
        memory = get_object_or_404(Source, pk=int(source)).mapping
        look = queries.look_again(at, at.layout, memory)
        at.mapping, at.options["proposals"] = [one.as_json() for one in look.columns], look.proposals
        at.source_id = int(source)
    return render(request, "integration/imports/columns.html", _mapping(request, at))


@screen("import.run")
@require_POST
def lay_out(request: HttpRequest, key: int) -> HttpResponse:
    """Reads the file in another way."""
    at = _open(key)
    try:
        look = queries.look_again(at, forms.layout_from_post(request.POST, at.layout))
    except UnreadableList as error:
        raise Refused(str(error)) from error
    actions.lay_out_import(actor=request.actor, import_id=key, look=look)
    return redirect("import_columns", key)


@screen("import.run")
@require_POST
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """Shows the first rows as they will be with what is chosen now."""
    at = _open(key)
    chosen = forms.columns_from_post(request.POST, queries.columns_of(at))
    context = {
        "rows": queries.preview(at, chosen),
        "columns": queries.column_rows(at, chosen),
        "meanings": words.MEANINGS,
        "is_refreshed": True,
    }
    return render(request, "integration/imports/_preview.html", context)


@screen("import.run")
@require_POST
def check(request: HttpRequest, key: int) -> HttpResponse:
    """Keeps what the columns mean and goes through the whole list without writing anything."""
    at = _open(key)
    source = request.POST.get("source", "")
    if not source.isdecimal():
        source = str(
            actions.add_source(
                actor=request.actor, name=request.POST.get("new_source", ""), owner_id=request.actor.user_id
            ).pk
        )
    chosen = forms.columns_from_post(request.POST, queries.columns_of(at))
    actions.map_import(actor=request.actor, import_id=key, source_id=int(source), columns=chosen)
    actions.check_import(actor=request.actor, import_id=key)
    import_on.enqueue(key)
    return redirect("import", key)


def _act(act: Callable[..., Any], *, goes_on: bool) -> Callable[[HttpRequest, int], HttpResponse]:
    """Makes the door to one act on an import."""

    def door(request: HttpRequest, key: int) -> HttpResponse:
        act(actor=request.actor, import_id=key)
        if goes_on:
            import_on.enqueue(key)
        return redirect("import", key)

    return screen("import.run")(require_POST(door))


start = _act(actions.start_import, goes_on=True)
pause = _act(actions.pause_import, goes_on=False)
resume = _act(actions.resume_import, goes_on=True)
undo = _act(actions.undo_import, goes_on=True)


@screen("import.run")
@require_POST
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """Puts a list away that was never brought in."""
    actions.drop_import(actor=request.actor, import_id=key)
    return redirect("imports")


@screen("import.view")
@require_GET
def errors(request: HttpRequest, key: int) -> HttpResponse:
    """Gives the rows that need a look: the original columns, and what is wrong."""
    at = _import(key)
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    kept = at.options.get("error_file")
    if at.state in (State.CHECKED, State.DRAFT) and kept:
        with local_file(StoredFile.objects.get(pk=kept)) as path:
            file.write(path.read_bytes())
    else:
        write_errors_of_import(file, at)
    file.seek(0)
    name = f"{PurePath(at.name).stem}-{_('errors')}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _import(key: int) -> Import:
    return get_object_or_404(Import.objects.select_related("source", "user", "file"), pk=key)


def _open(key: int) -> Import:
    at = _import(key)
    if at.state not in actions.OPEN:
        raise Refused(_("This list is coming in already; its columns can't be changed any more."))
    return at


def _standing(request: HttpRequest, at: Import) -> dict[str, Any]:
    is_indexing = at.state == State.RUNNING and bool(at.total) and at.next_row >= at.total
    return {
        "at": at,
        "tone": words.TONES.get(State(at.state), ""),
        "counts": queries.counts_of(at),
        "told": at.counts.get("told", 0) or sum(at.counts.get(one, 0) for one in words.TOLD),
        "done": at.counts.get("searchable_to", 0) if is_indexing else at.next_row,
        "is_indexing": is_indexing,
        "left_out": queries.left_out_of(at),
        "may_run": request.actor.may("import.run"),
    }


def _mapping(request: HttpRequest, at: Import) -> dict[str, Any]:
    chosen = queries.columns_of(at)
    return {
        "at": at,
        "columns": queries.column_rows(at, chosen),
        "rows": queries.preview(at, chosen),
        "fields": queries.field_choices(request.actor),
        "meanings": words.MEANINGS,
        "sources": queries.sources_for(request.actor),
        "layout": at.layout,
        "left_out": queries.left_out_of(at),
        "encodings": forms.ENCODINGS,
        "delimiters": forms.DELIMITERS,
        "suggested": PurePath(at.name).stem,
    }
