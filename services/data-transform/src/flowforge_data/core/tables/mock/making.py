"""Make the rows of mock data."""

import datetime as dt
import string
from collections.abc import Callable, Sequence
from typing import Any, Final

from faker import Faker
from faker.config import AVAILABLE_LOCALES

from flowforge_data.core.tables.mock.columns import CannotMock, MockColumn, UnknownLocale

TRIES: Final = 200
_DAY: Final = dt.date(2024, 12, 31)
_YEARS: Final = 2
_METHODS: Final = {
    "uuid": "uuid4", "name": "name", "first_name": "first_name", "last_name": "last_name",
    "email": "safe_email",
    "user_name": "user_name", "phone": "phone_number", "company": "company", "job": "job",
    "street": "street_address", "city": "city", "postcode": "postcode", "country": "country",
    "country_code": "country_code", "url": "url", "domain": "domain_name", "ipv4": "ipv4", "ipv6": "ipv6",
    "mac": "mac_address", "user_agent": "user_agent", "word": "word", "sentence": "sentence",
    "paragraph": "paragraph", "color": "hex_color", "currency": "currency_code", "iban": "iban",
    "card": "credit_card_number", "product": "bs", "file_name": "file_name", "language_code": "language_code",
    "time_zone": "timezone", "password": "password", "md5": "md5", "boolean": "boolean",
}  # fmt: skip
Make = Callable[[int], Any]


def source(locale: str, seed: int) -> Faker:
    """Return what makes values. Raises UnknownLocale."""
    if locale not in AVAILABLE_LOCALES:
        raise UnknownLocale(value=repr(locale))
    fake = Faker(locale)
    fake.seed_instance(seed)
    return fake


def rows(
    columns: Sequence[MockColumn], count: int, locale: str, seed: int, check: Callable[[], None]
) -> list[dict[str, Any]]:
    """Return *count* rows. Raises CannotMock and UnknownLocale."""
    made: dict[str, list[Any]] = {}
    for number, column in enumerate(columns):
        check()
        fake = source(locale, seed * 1_000 + number)  # a column does not change those after it
        made[column.name] = _values(column, count, fake)
    return [dict(zip(made, row, strict=True)) for row in zip(*made.values(), strict=True)]


def _values(column: MockColumn, count: int, fake: Faker) -> list[Any]:
    make = _maker(column, fake)
    seen: set[Any] = set()
    found: list[Any] = []
    for number in range(count):
        if column.empty_share and fake.random.random() < column.empty_share:
            found.append(None)
            continue
        value = make(number)
        if column.unique:
            value = _unseen(value, make, number, seen, column)
        found.append(value)
    return found


def _unseen(value: Any, make: Make, number: int, seen: set[Any], column: MockColumn) -> Any:
    for _ in range(TRIES):
        key = repr(value)
        if key not in seen:
            seen.add(key)
            return value
        value = make(number)
    reason = f"after {len(seen):,} rows no further value of '{column.name}' was found that is unique"
    raise CannotMock(field="columns", reason=reason)


def _maker(column: MockColumn, fake: Faker) -> Make:
    special: dict[str, Callable[[], Make]] = {
        "row_number": lambda: lambda number: number + 1,
        "integer": lambda: _integers(column, fake),
        "number": lambda: _numbers(column, fake),
        "choice": lambda: _choices(column, fake),
        "constant": lambda: lambda _: column.value,
        "pattern": lambda: lambda _: _patterned(column.pattern or "", fake),
        "date": lambda: _dates(column, fake),
        "datetime": lambda: _moments(column, fake),
        "time": lambda: lambda _: f"{fake.random.randrange(24):02}:{fake.random.randrange(60):02}:00",
        "latitude": lambda: lambda _: round(fake.random.uniform(-90, 90), 6),
        "longitude": lambda: lambda _: round(fake.random.uniform(-180, 180), 6),
        "address": lambda: lambda _: fake.address().replace("\n", ", "),
        "state": lambda: _states(fake),
    }
    if column.kind in special:
        return special[column.kind]()
    method = getattr(fake, _METHODS[column.kind])
    return lambda _: str(value) if not isinstance(value := method(), str | bool) else value


def _limits(column: MockColumn, low: float, high: float) -> tuple[float, float]:
    try:
        least = low if column.minimum is None else float(column.minimum)
        most = max(high, least) if column.maximum is None else float(column.maximum)
    except ValueError as error:
        reason = f"the limits of '{column.name}' are no numbers"
        raise CannotMock(field="columns", reason=reason) from error
    if least > most or abs(least) > 1e15 or abs(most) > 1e15:  # noqa: PLR2004 - what doubles count exactly
        reason = f"the limits of '{column.name}' are in the wrong order, or beyond 10^15"
        raise CannotMock(field="columns", reason=reason)
    return least, most


def _integers(column: MockColumn, fake: Faker) -> Make:
    low, high = _limits(column, 0, 1_000)
    return lambda _: fake.random.randint(round(low), round(high))


def _numbers(column: MockColumn, fake: Faker) -> Make:
    low, high = _limits(column, 0, 1_000)
    return lambda _: round(fake.random.uniform(low, high), column.decimals)


def _choices(column: MockColumn, fake: Faker) -> Make:
    weights = column.weights or None
    return lambda _: fake.random.choices(column.values, weights)[0]


def _states(fake: Faker) -> Make:
    name = next(one for one in ("state", "administrative_unit", "city") if hasattr(fake, one))
    method: Callable[[], Any] = getattr(fake, name)
    return lambda _: str(method())


def _patterned(pattern: str, fake: Faker) -> str:
    made = {"#": string.digits, "?": string.ascii_uppercase}
    return "".join(fake.random.choice(made[sign]) if sign in made else sign for sign in pattern)


def _day(column: MockColumn, value: float | str | None, other: dt.date) -> dt.date:
    if value is None:
        return other
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        reason = f"the limits of '{column.name}' are no dates such as 2024-02-29"
        raise CannotMock(field="columns", reason=reason) from error


def _days(column: MockColumn) -> tuple[dt.date, int]:
    last = _day(column, column.maximum, _DAY)
    first = _day(column, column.minimum, last - dt.timedelta(days=365 * _YEARS))
    if first > last:
        reason = f"the limits of '{column.name}' are in the wrong order"
        raise CannotMock(field="columns", reason=reason)
    return first, (last - first).days


def _dates(column: MockColumn, fake: Faker) -> Make:
    first, days = _days(column)
    return lambda _: (first + dt.timedelta(days=fake.random.randint(0, days))).isoformat()


def _moments(column: MockColumn, fake: Faker) -> Make:
    first, days = _days(column)
    start = dt.datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a time without a zone
    return lambda _: (
        start + dt.timedelta(days=fake.random.randint(0, days), seconds=fake.random.randrange(86_400))
    ).isoformat()
