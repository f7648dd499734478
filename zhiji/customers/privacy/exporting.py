"""Hands out all that is held about a person: for machines as JSON, for people as a page, with the files beside."""

import io
import json
import zipfile
from pathlib import PurePosixPath
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from zhiji.customers.parties.models import Customer
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.registry import Subject, holdings
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.files.queries import read_file


def zipped_export(customer: Customer, subject: Subject, asked: PrivacyRequest) -> bytes:
    """Returns the ZIP: data.json, index.html and files/, in the customer's own language."""
    with translation.override(customer.language or translation.get_language()):
        sections = [
            {"slug": one.slug, "label": str(one.label), "rows": list(one.export(subject))}
            for one in reversed(holdings())
            if one.export
        ]
        sections = [section for section in sections if section["rows"]]
        about = {"number": subject.number, "request": asked.number, "made_at": timezone.now()}
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
            files = _write_files(archive, subject)
            data = {**about, "held": {str(part["slug"]): part["rows"] for part in sections}, "files": files}
            text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, default=_told)
            archive.writestr("data.json", text)
            page = {**about, "sections": sections, "files": files, "language": translation.get_language()}
            archive.writestr("index.html", render_to_string("customers/privacy/copy.html", page))
    return box.getvalue()


def _told(value: Any) -> Any:
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)


def _write_files(archive: zipfile.ZipFile, subject: Subject) -> list[str]:
    """Puts each file into the ZIP once, under a name that no program takes for a path."""
    written: dict[str, str] = {}
    for holding in holdings():
        for name, stored in holding.files(subject) if holding.files else ():
            if stored.sha256 not in written:
                written[stored.sha256] = _write(archive, holding.slug, name, stored)
    return [path for path in written.values() if path]


def _write(archive: zipfile.ZipFile, slug: str, name: str, stored: StoredFile) -> str:
    plain = "".join(letter if letter.isalnum() or letter in "-_. ()" else "_" for letter in name).strip(". ")
    path = str(PurePosixPath("files") / slug / (plain[:150] or stored.sha256[:12]))
    try:
        archive.writestr(path, read_file(stored))
    except FileNotFoundError:
        return ""
    return path
