"""Class lists as files: Excel's, text in old encodings, letters of old fonts."""

import io
import unicodedata
from datetime import date

import xlsxwriter

from schools.rules.roster import oldfonts


def xlsx(*sheets, date_1904=False):
    """Sheets as (name, rows); a date is written as Excel's own, a tuple (value, format) with its format."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "date_1904": date_1904})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for title, rows in sheets:
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, tuple):
                    sheet.write(number, column, cell[0], book.add_format(cell[1]))
                elif isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(number, column, "=1/0", None, cell)
                else:
                    sheet.write(number, column, cell)
    book.close()
    return data.getvalue()


def csv(*rows, separator=";"):
    return "\r\n".join(separator.join(str(cell) for cell in row) for row in rows)


def windows_1258(text):
    """The base letter with its hat, and the tone as a mark of its own."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    spread = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in tones)
        spread += unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + tone
    return spread.encode("cp1258")


def in_tcvn3(text):
    """As typed for .VnTime; capitals with tones are the small ones, which a font of capitals shows large."""
    return "".join(oldfonts.TCVN3_SIGNS.get(sign) or oldfonts.TCVN3_SIGNS.get(sign.lower(), sign) for sign in text)


def in_vni(text):
    return "".join(oldfonts.VNI_SIGNS.get(sign, sign) for sign in text)
