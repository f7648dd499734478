"""Makes list files for tests, by the bytes: spreadsheets old and new, and containers that hold them."""

import struct
import zipfile
from html import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


class Formula(str):
    """A formula, with the value that was computed last."""

    value = ""


def formula(text, value):
    made = Formula(text)
    made.value = value
    return made


class Day(float):
    """A day as spreadsheets count them, shown as a date; with a part of a day, as a date with its time."""


def letter(column):
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def cell_xml(value, place):
    if isinstance(value, Formula):
        return f'<c r="{place}"><f>{escape(value)}</f><v>{value.value}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Day):
        return f'<c r="{place}" s="{1 if value.is_integer() else 2}"><v>{float(value)!r}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet_xml(rows, dimension=""):
    lines = "".join(
        f'<row r="{number}">'
        + "".join(cell_xml(v, f"{letter(c)}{number}") for c, v in enumerate(row) if v != "")
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}">{dimension}<sheetData>{lines}</sheetData></worksheet>'


def xlsx(path, sheets, hidden=()):
    """Writes an XLSX file; sheets are name → rows, or name → the finished XML."""
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", content_types(numbers))
        archive.writestr("_rels/.rels", relations([("r1", "officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/styles.xml", _STYLES)
        archive.writestr("xl/workbook.xml", workbook_xml(list(sheets), hidden))
        links = [(f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        archive.writestr("xl/_rels/workbook.xml.rels", relations([*links, ("st", "styles", "styles.xml")]))
        for n, rows in zip(numbers, sheets.values(), strict=True):
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml", rows if isinstance(rows, str) else sheet_xml(rows)
            )
    return path


def content_types(numbers):
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{parts}</Types>'
    )


def relations(links):
    made = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'<Relationships xmlns="{_RELS}">{made}</Relationships>'


def workbook_xml(names, hidden):
    state = {name: ' state="hidden"' if name in hidden else "" for name in names}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"{state[name]}/>' for n, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def ods(path, rows, *, encrypted=False, row_attributes=""):
    """Writes an ODS file with one sheet."""

    def cell(value):
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'

    lines = "".join(
        f"<table:table-row{row_attributes}>{''.join(map(cell, row))}</table:table-row>" for row in rows
    )
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            + ("<manifest:encryption-data/>" if encrypted else "")
            + "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name="表一">'
            f"{lines}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return path


_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def compound(path, stream_name, stream):
    """Writes the container of old Excel files (CFB) with one stream in it."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    table = [_TABLE, _END, *(n + 3 for n in range(count - 1)), _END]
    assert len(table) <= 128, "one sector of the table must do"
    table += [_FREE] * (128 - len(table))
    directory = compound_entry("Root Entry", 5, 1, _END, 0)
    directory += compound_entry(stream_name, 2, _FREE, 2, len(stream))
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header = signature + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<10I", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    parts = (
        header.ljust(_SECTOR, b"\xff"),
        struct.pack("<128I", *table),
        directory.ljust(_SECTOR, b"\0"),
        stream,
    )
    path.write_bytes(b"".join(parts))
    return path


def compound_entry(name, kind, child, start, size):
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def xls(path, rows):
    """Writes an old Excel file (BIFF8) with one sheet of texts and numbers."""

    def record(kind, body):
        return struct.pack("<HH", kind, len(body)) + body

    def begin(what):
        return record(0x809, struct.pack("<HHHHII", 0x600, what, 0x0DBB, 1996, 0, 6))

    end = record(0x0A, b"")
    sheet = begin(0x10)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, int | float):
                sheet += record(0x203, struct.pack("<HHHd", r, c, 0, value))
            else:
                text = value.encode("utf-16-le")
                sheet += record(0x204, struct.pack("<HHHHB", r, c, 0, len(text) // 2, 1) + text)
    sheet += end
    name = "客户".encode("utf-16-le")
    bound = lambda at: record(0x85, struct.pack("<IHBB", at, 0, 2, 1) + name)  # noqa: E731
    start = begin(5)
    at = len(start) + len(bound(0)) + len(end)
    return compound(path, "Workbook", start + bound(at) + end + sheet)
