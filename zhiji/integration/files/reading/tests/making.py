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
    names = list(sheets)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{parts}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", _STYLES)
        state = {name: ' state="hidden"' if name in hidden else "" for name in names}
        listed = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"{state[name]}/>'
            for n, name in enumerate(names, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="s{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_RELS}">{links}<Relationship Id="st" Type="{_OFFICE}/styles" '
            'Target="styles.xml"/></Relationships>',
        )
        for n, rows in enumerate(sheets.values(), 1):
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml", rows if isinstance(rows, str) else sheet_xml(rows)
            )
    return path


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


def compound(path, stream_name, stream):
    """Writes the container of old Excel files (CFB) with one stream in it."""
    sector = 512
    stream = stream.ljust(max(4096, -(-len(stream) // sector) * sector), b"\0")
    count = len(stream) // sector
    table = [0xFFFFFFFD, 0xFFFFFFFE, *(n + 3 for n in range(count - 1)), 0xFFFFFFFE]
    assert len(table) <= 128, "one sector of the table must do"
    table += [0xFFFFFFFF] * (128 - len(table))

    def entry(name, kind, child, start, size):
        text = name.encode("utf-16-le") + b"\0\0"
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream_name, 2, 0xFFFFFFFF, 2, len(stream))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
        0,
    )
    header = header.ljust(sector, b"\xff")
    path.write_bytes(header + struct.pack("<128I", *table) + directory.ljust(sector, b"\0") + stream)
    return path


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
