"""Names of people, split by nameparser (LGPL-2.1-or-later, imported unchanged)."""

from nameparser import HumanName

from flowforge_data.core.values.persons.parts import NameParts


def split_name(text: str) -> NameParts:
    """Return the parts of one name; what is not there is null."""
    found = HumanName(text)
    return NameParts(
        title=found.title or None,
        first_name=found.first or None,
        middle_names=found.middle or None,
        last_name=found.last or None,
        suffix=found.suffix or None,
        nickname=found.nickname or None,
        is_sure=bool(found.first and found.last),
    )
