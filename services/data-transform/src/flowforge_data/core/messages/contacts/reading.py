"""Read contacts from vCard."""

from collections.abc import Callable
from typing import Any, Final

from flowforge_data.core.messages.contacts.cards import MAX_CONTACTS, Contact, PostalAddress, TypedValue
from flowforge_data.core.messages.contacts.lines import Line, lines_of, parts_of, unescaped

_TEXTS: Final = {
    "FN": "full_name", "NICKNAME": "nickname", "TITLE": "title", "ROLE": "role", "NOTE": "note", "UID": "uid",
    "REV": "revised", "BDAY": "birthday",
}  # fmt: skip
_LISTS: Final = {"EMAIL": "emails", "TEL": "phones", "URL": "urls"}
_NAMES: Final = ("last_name", "first_name", "middle_names", "prefix", "suffix")
_PLACES: Final = ("post_box", "extended", "street", "city", "region", "postcode", "country")
_IGNORED: Final = ("BEGIN", "END", "VERSION", "PRODID")


def read_contacts(text: str, warn: Callable[[str], None]) -> list[Contact]:
    """Return the contacts of *text*."""
    found: list[Contact] = []
    card: dict[str, Any] | None = None
    for line in lines_of(text):
        if line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            if card is not None:
                warn("a contact does not end before the next one begins")
                found.append(_finished(card, warn))
            card = {}
        elif line.name == "END" and card is not None:
            found.append(_finished(card, warn))
            card = None
            if len(found) == MAX_CONTACTS:
                warn(f"only the first {MAX_CONTACTS:,} contacts were read")
                return found
        elif card is not None and line.name not in _IGNORED:
            _add(card, line, warn)
    if card is not None:
        warn("the last contact has no END:VCARD")
        found.append(_finished(card, warn))
    return found


def _add(card: dict[str, Any], line: Line, warn: Callable[[str], None]) -> None:
    value = unescaped(line.value).strip()
    if line.name in _TEXTS:
        card.setdefault(_TEXTS[line.name], value)
    elif line.name in _LISTS:
        number = value.removeprefix("tel:").removeprefix("mailto:")
        card.setdefault(_LISTS[line.name], []).append(TypedValue(value=number[:2_000], kinds=line.kinds[:10]))
    elif line.name == "N":
        card.update(zip(_NAMES, (part.strip() for part in parts_of(line.value)), strict=False))
    elif line.name == "ADR":
        parts = dict(zip(_PLACES, parts_of(line.value), strict=False))
        card.setdefault("addresses", []).append(PostalAddress(**parts, kinds=line.kinds[:10]))
    elif line.name == "ORG":
        parts_ = parts_of(line.value)
        card["organization"], card["department"] = parts_[0], ", ".join(one for one in parts_[1:] if one)
    elif line.name == "CATEGORIES":
        card.setdefault("categories", []).extend(one.strip() for one in parts_of(line.value, ","))
    elif line.name in ("PHOTO", "LOGO", "SOUND", "KEY"):
        _add_media(card, line, value, warn)
    else:
        card.setdefault("others", {})[line.name] = value[:10_000]


def _add_media(card: dict[str, Any], line: Line, value: str, warn: Callable[[str], None]) -> None:
    if line.name == "PHOTO" and not line.is_binary and not value.startswith("data:"):
        card["photo_url"] = value
    else:
        warn(f"embedded files ({line.name}) were left out")


def _finished(card: dict[str, Any], warn: Callable[[str], None]) -> Contact:
    if not card.get("full_name"):
        names = [card.get(one, "") for one in ("prefix", "first_name", "middle_names", "last_name", "suffix")]
        emails = [one.value for one in card.get("emails", [])]
        choices = [" ".join(one for one in names if one), card.get("organization", ""), *emails, "Unnamed"]
        card["full_name"] = next(one for one in choices if one)
        warn("a contact without a formatted name (FN) was named after its other fields")
    limits = {name: field for name, field in Contact.model_fields.items() if name in card}
    return Contact(**{name: _within(card[name], limits[name]) for name in limits})


def _within(value: Any, field: Any) -> Any:
    longest = next((one.max_length for one in field.metadata if hasattr(one, "max_length")), None)
    if isinstance(value, dict):
        return dict(list(value.items())[:longest])
    return value[:longest]
