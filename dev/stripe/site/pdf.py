"""A small but real PDF of an invoice: one page of text, its bytes written here."""

from dev.stripe.site.html import day, money
from dev.stripe.store import Obj

LINE_HEIGHT = 18
LINES_PER_PAGE = 38


def invoice_pdf(invoice: Obj) -> bytes:
    currency = invoice["currency"]
    lines = [
        invoice["account_name"],
        "",
        f"Invoice {invoice['number']}",
        f"For {invoice['customer_name'] or ''}",
        f"Issued {day(invoice['effective_at'])}",
        f"Due {day(invoice['due_date'])}",
        "",
    ]
    for line in invoice["_lines"]:
        lines.append(f"{line['description'] or 'Item'}: {money(line['amount'], currency)}")
    for tax in invoice["total_taxes"]:
        lines.append(f"VAT: {money(tax['amount'], currency)}")
    lines.append(f"Total: {money(invoice['total'], currency)}")
    lines += _standing(invoice)
    return document(lines[:LINES_PER_PAGE])


def _standing(invoice: Obj) -> list[str]:
    """What Stripe's documents say anew when something came in or the invoice was withdrawn."""
    if invoice["status"] == "void":
        return ["", "VOID"]
    currency = invoice["currency"]
    credited = invoice["pre_payment_credit_notes_amount"]
    return [
        f"Credited: {money(credited, currency)}" if credited else "",
        f"Paid: {money(invoice['amount_paid'], currency)}",
        f"Amount due: {money(invoice['amount_remaining'], currency)}",
    ]


def document(lines: list[str]) -> bytes:
    """A one-page A4 document. Letters outside Latin-1 and the euro sign become question marks."""
    shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    content = b"BT /F1 12 Tf %d TL 56 780 Td\n%bET" % (LINE_HEIGHT, shown)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _assembled(objects)


def _escaped(line: str) -> bytes:
    plain = line.replace("−", "-").encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assembled(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
