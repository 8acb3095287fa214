"""Read the fields of receipts and invoices: seller, number, dates, currency, totals, tax, IBAN, line items.

Every field has its quote, its box and a confidence, and says whether a person should look at it. Sums are
checked: subtotal and tax make the total, the items make the subtotal or the total.
"""

from datetime import timedelta
from decimal import Decimal

from pydantic import BaseModel, Field

from flowforge_ocr.core.fields import extraction, line_items
from flowforge_ocr.core.fields.key_values import KeyValue, key_values
from flowforge_ocr.core.fields.rows import rows_of_pages
from flowforge_ocr.core.requests.answers import PixelBox, warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation

_SUMS = {"subtotal", "tax", "total"}


class DocumentField(BaseModel):
    name: str = Field(
        description="seller, document_number, date, due_date, currency, subtotal, tax, tax_rate, total, iban "
        "or vat_id."
    )
    value: str = Field(description="Normalized: 1234.56, 2026-03-09, EUR.")
    quote: str = Field(description="The text that it was taken from.")
    confidence: float = Field(description="How sure the reading is, from 0 to 1.")
    needs_review: bool = Field(description="Whether a person should check the value.")
    page: int = Field(description="Number of the page, from 1.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")


class DocumentItem(BaseModel):
    description: str = Field(description="Name of the goods or service.")
    quantity: int | None = Field(description="How many units; null if the document does not say.")
    unit_price: Decimal | None = Field(description="Price of one unit; null if the document does not say.")
    amount: Decimal = Field(description="Amount of the line.")
    confidence: float = Field(description="How sure the reading is, from 0 to 1.")
    needs_review: bool = Field(description="Whether a person should check the line.")
    page: int = Field(description="Number of the page, from 1.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")


class SumCheck(BaseModel):
    name: str = Field(description="What is compared.")
    passed: bool = Field(description="Whether the amounts agree.")
    difference: Decimal = Field(description="Amount by which they differ.")


class LabeledValue(BaseModel):
    label: str = Field(description="The label as it stands in the document.")
    value: str = Field(description="The text beside the label.")
    confidence: float = Field(description="How sure the reading is, from 0 to 1.")
    page: int = Field(description="Number of the page, from 1.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")


class FieldsResult(BaseModel):
    fields: list[DocumentField] = Field(description="The fields that were found.")
    line_items: list[DocumentItem] = Field(description="The lines of the document, in its order.")
    checks: list[SumCheck] = Field(description="Whether the amounts agree with each other.")
    key_values: list[LabeledValue] = Field(
        description="Everything else that stands behind a label with a colon."
    )
    needs_review: bool = Field(description="True if a field is doubtful or a sum is wrong.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/fields",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT},
    deadline=timedelta(seconds=150),
    progress=True,
)
def read_fields(form: ReadingForm, settings: OcrSettings, context: Context) -> FieldsResult:
    with form.read(settings, context) as (opened, read):
        pages = [page.without_pixels() for page in read]
        warnings = list(opened.warnings)
    for page in pages:
        warnings += warnings_of(page)
    rows = rows_of_pages(pages)
    found = extraction.find_fields(rows)
    items = line_items.find_items(rows)
    checks = line_items.check_sums(found, items)
    if "total" not in found:
        warnings.append("No total was found: this may be neither a receipt nor an invoice.")
    fields = [_field(each, checks) for each in found.values()]
    return FieldsResult(
        fields=fields,
        line_items=[_item(item, checks) for item in items],
        checks=[SumCheck(name=each.name, passed=each.passed, difference=each.difference) for each in checks],
        key_values=[_labeled(each) for each in key_values(rows)],
        needs_review=any(each.needs_review for each in fields) or not all(each.passed for each in checks),
        warnings=warnings,
    )


def _field(found: extraction.Field, checks: list[line_items.Check]) -> DocumentField:
    doubted = found.name in _SUMS and not _is_confirmed(found.name, checks)
    return DocumentField(
        name=found.name,
        value=found.value,
        quote=found.quote,
        confidence=round(found.confidence, 4),
        needs_review=doubted or not found.is_sure,
        page=found.row.page,
        box=PixelBox.of(found.row.box),
    )


def _is_confirmed(name: str, checks: list[line_items.Check]) -> bool:
    """Return whether a sum proves an amount, and none contradicts it."""
    return all(check.passed for check in checks) and any(name in check.confirms for check in checks)


def _item(item: line_items.LineItem, checks: list[line_items.Check]) -> DocumentItem:
    return DocumentItem(
        description=item.description,
        quantity=item.quantity,
        unit_price=item.unit_price,
        amount=item.amount,
        confidence=round(item.row.confidence, 4),
        needs_review=not item.is_sure or not _is_confirmed("items", checks),
        page=item.row.page,
        box=PixelBox.of(item.row.box),
    )


def _labeled(found: KeyValue) -> LabeledValue:
    return LabeledValue(
        label=found.label,
        value=found.value,
        confidence=round(found.row.confidence, 4),
        page=found.row.page,
        box=PixelBox.of(found.row.box),
    )
