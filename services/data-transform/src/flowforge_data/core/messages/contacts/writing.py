"""Write contacts as vCard."""

from collections.abc import Iterator, Sequence
from typing import Literal

from flowforge_data.core.messages.contacts.cards import Contact, PostalAddress, TypedValue
from flowforge_data.core.messages.contacts.lines import escaped, folded

Version = Literal["3.0", "4.0"]


def write_contacts(contacts: Sequence[Contact], version: Version) -> str:
    """Return one card after the other, with the line ends of RFC 6350."""
    return "".join(f"{folded(line)}\r\n" for contact in contacts for line in _card(contact, version))


def _card(contact: Contact, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"FN:{escaped(contact.full_name)}"
    names = (
        contact.last_name, contact.first_name, contact.middle_names, contact.prefix, contact.suffix,
    )  # fmt: skip
    if any(names) or version == "3.0":
        yield "N:" + ";".join(escaped(one) for one in names)
    if contact.organization:
        parts = [contact.organization, *([contact.department] if contact.department else [])]
        yield "ORG:" + ";".join(escaped(one) for one in parts)
    texts = {
        "NICKNAME": contact.nickname, "TITLE": contact.title, "ROLE": contact.role, "BDAY": contact.birthday,
        "NOTE": contact.note, "UID": contact.uid, "REV": contact.revised,
    }  # fmt: skip
    yield from (f"{name}:{escaped(value)}" for name, value in texts.items() if value)
    yield from _values("EMAIL", contact.emails)
    yield from _values("TEL", contact.phones)
    yield from (f"ADR{_kinds(one.kinds)}:{_address(one)}" for one in contact.addresses)
    yield from (f"URL{_kinds(one.kinds)}:{_one_line(one.value)}" for one in contact.urls)
    if contact.photo_url:
        yield f"PHOTO;VALUE=uri:{_one_line(contact.photo_url)}"
    if contact.categories:
        yield "CATEGORIES:" + ",".join(escaped(one) for one in contact.categories)
    yield from (f"{_name(name)}:{escaped(value)}" for name, value in contact.others.items())
    yield "END:VCARD"


def _values(name: str, values: Sequence[TypedValue]) -> Iterator[str]:
    yield from (f"{name}{_kinds(one.kinds)}:{escaped(one.value)}" for one in values)


def _kinds(kinds: Sequence[str]) -> str:
    plain = ["".join(letter for letter in one if letter.isalnum() or letter in "-_") for one in kinds]
    return "".join(f";TYPE={one}" for one in plain if one)


def _address(address: PostalAddress) -> str:
    parts = (
        address.post_box, address.extended, address.street, address.city, address.region, address.postcode,
        address.country,
    )  # fmt: skip
    return ";".join(escaped(one) for one in parts)


def _one_line(value: str) -> str:
    return "".join(value.split())


def _name(name: str) -> str:
    plain = "".join(letter for letter in name.upper() if letter.isalnum() or letter == "-")
    return plain or "X-OTHER"
