"""Generated mails, web pages and PDFs that carry lopsided coloured pictures."""

from __future__ import annotations

import io
import zlib
from base64 import b64encode
from email.message import EmailMessage
from functools import lru_cache

from PIL import Image

from tests.media_files import numbered_picture, picture_bytes

REMOTE = ("http://news.test/logo.png", "https://track.test/pixel.gif?who=7", "//cdn.test/a.jpg")


@lru_cache
def picture(number: int, kind: str = "JPEG") -> bytes:
    """A picture with its number in it; each one has other bytes."""
    return picture_bytes(kind, pixels=numbered_picture(number))


def data_address(data: bytes, kind: str = "image/jpeg") -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


def page(*tags: str) -> str:
    return f"<!DOCTYPE html><html><body><p>Dear pupils,</p>{''.join(tags)}</body></html>"


def newsletter(subject: str = "News of the school") -> EmailMessage:
    """Inline 1, attached 2, written into the text 3, in a mail within 4; three remote ones."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "head@school.test", "all@school.test", subject
    mail.set_content("Dear pupils, this mail has pictures.")
    mail.add_alternative(
        page(
            '<img src="cid:one@school.test" alt="The  choir\n in May">',
            f'<img src="{data_address(picture(3))}" alt="Written in">',
            *(f'<img src="{address}">' for address in REMOTE),
            '<a href="https://school.test/next.jpg">not a picture here</a>',
        ),
        subtype="html",
    )
    mail.get_payload()[1].add_related(picture(1), "image", "jpeg", cid="<one@school.test>")
    mail.add_attachment(picture(2), "image", "jpeg", filename="Ausflug zum Müll/berg.jpg")
    within = EmailMessage()
    within["From"], within["Subject"] = "parent@home.test", "Fwd"
    within.set_content("See the picture.")
    within.add_attachment(picture(4), "image", "png", filename="photo.png")
    mail.add_attachment(within)
    mail.add_attachment(b"minutes of the meeting", "application", "msword", filename="minutes.doc")
    return mail


def web_archive() -> bytes:
    """A page as browsers save it (MHTML): its picture is a part with an address."""
    address = "https://news.test/today/face.jpg"
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "<Saved by a browser>", "News"
    mail.set_content(page(f'<img src="{address}" alt="Today">', f'<img src="{REMOTE[0]}">'), "html")
    mail.make_related()
    mail.add_related(picture(5), "image", "jpeg", headers=[f"Content-Location: {address}"])
    return mail.as_bytes()


def pdf_bytes(*numbers: int, size: tuple[int, int] = (96, 64)) -> bytes:
    """One page a number, each showing that picture as a JPEG."""
    pages = [
        Image.fromarray(numbered_picture(number, width=size[0], height=size[1]))
        for number in numbers
    ]
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def drawing(content: bytes, *pictures: bytes) -> bytes:
    """A PDF of one page on which this is drawn; it calls the pictures /P0, /P1, …"""
    names = b"".join(b"/P%d %d 0 R" % (n, n + 5) for n in range(len(pictures)))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Contents 4 0 R"
        b"/Resources<</XObject<<%s>>>>>>" % names,
        pdf_stream(b"/Filter/FlateDecode", zlib.compress(content)),
        *pictures,
    ]
    file, places = io.BytesIO(b"%PDF-1.7\n"), []
    file.seek(0, io.SEEK_END)
    for number, part in enumerate(parts, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    table, size = file.tell(), len(parts) + 1
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, table))
    return file.getvalue()


def pdf_picture(width: int, height: int, data: bytes, kind: bytes = b"/FlateDecode") -> bytes:
    """A picture of a PDF, packed as it says: /FlateDecode, /DCTDecode, /JPXDecode."""
    colours = b"/DeviceRGB" if kind == b"/DCTDecode" else b"/DeviceGray"
    return pdf_stream(
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8/Filter%s"
        % (width, height, colours, kind),
        data,
    )


def pdf_stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)
