"""The articles of a receipt or an invoice, and the sums that they must give."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flowforge_ocr.core.fields.amounts import amounts_in
from flowforge_ocr.core.fields.extraction import SUBTOTAL, TAX, TOTAL, Field
from flowforge_ocr.core.fields.rows import Row

_PAID = re.compile(
    r"(?<!\w)(?:cash|card|change|visa|mastercard|maestro|bar|rückgeld|gegeben|ec-karte|carte|espèces|auth|tip|paid|deposit)\b",
    re.IGNORECASE,
)
_TIMES = "\N{MULTIPLICATION SIGN}"
_QUANTITY = re.compile(
    rf"^(?P<quantity>\d{{1,4}})(?:\s?[x{_TIMES}*@]|\s|$)"
    rf"|(?:^|\s)(?P<other>\d{{1,4}})\s*(?:x|{_TIMES}|pcs|stk)?\s*$",
    re.IGNORECASE,
)
_LETTERS, _SURE = 2, 0.9


@dataclass(frozen=True, slots=True)
class LineItem:
    description: str
    quantity: int | None
    unit_price: Decimal | None
    amount: Decimal
    row: Row

    @property
    def is_sure(self) -> bool:
        """Whether it was read surely, and its quantity and price make its amount."""
        if self.row.confidence < _SURE:
            return False
        if self.quantity is None or self.unit_price is None:
            return True
        return self.quantity * self.unit_price == self.amount


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that must hold; `difference` is what is left over, `confirms` are the amounts that it proves."""

    name: str
    passed: bool
    difference: Decimal
    confirms: tuple[str, ...] = ()


def find_items(rows: Sequence[Row]) -> list[LineItem]:
    """Return the rows above the totals that have words and an amount."""
    items: list[LineItem] = []
    for row in rows:
        text = row.text
        if items and (SUBTOTAL.search(text) or TOTAL.search(text)):
            break
        item = _item(row)
        if item is not None and not (_PAID.search(text) or TAX.search(text) or TOTAL.search(text)):
            items.append(item)
    return items


def _item(row: Row) -> LineItem | None:
    amounts = list(amounts_in(row.text))
    if not amounts:
        return None
    before = row.text[: amounts[0].start].strip()
    quantity = _QUANTITY.search(before)
    count = int(quantity["quantity"] or quantity["other"]) if quantity else None
    name = (before[: quantity.start()] + before[quantity.end() :]).strip() if quantity else before
    if sum(map(str.isalpha, name)) < _LETTERS:
        return None
    price = amounts[0].value if len(amounts) > 1 else None
    return LineItem(name, count, price, amounts[-1].value, row)


def check_sums(fields: Mapping[str, Field], items: Sequence[LineItem]) -> list[Check]:
    """Return the sums that the document allows to check."""
    values = {name: Decimal(fields[name].value) for name in ("subtotal", "tax", "total") if name in fields}
    checks = []
    if len(values) == 3:  # noqa: PLR2004 - all of them
        off = values["subtotal"] + values["tax"] - values["total"]
        checks.append(Check("subtotal_and_tax_make_total", off == 0, off, tuple(values)))
    goals = [name for name in ("subtotal", "total") if name in values]
    if items and goals:
        made = sum((item.amount for item in items), Decimal(0))
        goal = min(goals, key=lambda name: abs(made - values[name]))
        off = made - values[goal]
        checks.append(Check("items_make_total", off == 0, off, (goal, "items")))
    return checks
