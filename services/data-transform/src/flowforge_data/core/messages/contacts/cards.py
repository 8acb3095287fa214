"""What a contact holds."""

from pydantic import Field

from servicekit import InvalidInput, RequestBody

MAX_CONTACTS = 10_000


class NoContacts(InvalidInput):
    code = "CONTACTS_UNREADABLE"
    message = "'{field}' holds no contact: a vCard begins with BEGIN:VCARD."


class TypedValue(RequestBody):
    value: str = Field(max_length=2_000, description="The number, address or page.")
    kinds: list[str] = Field([], max_length=10, description="What it is for, such as home, work or cell.")


class PostalAddress(RequestBody):
    street: str = Field("", max_length=1_000, description="Street and number.")
    extended: str = Field("", max_length=1_000, description="Apartment or floor.")
    post_box: str = Field("", max_length=200, description="Post office box.")
    city: str = Field("", max_length=500, description="City.")
    region: str = Field("", max_length=500, description="State or province.")
    postcode: str = Field("", max_length=100, description="Postal code.")
    country: str = Field("", max_length=200, description="Country.")
    kinds: list[str] = Field([], max_length=10, description="What it is for, such as home or work.")


class Contact(RequestBody):
    """One person or organization."""

    full_name: str = Field(min_length=1, max_length=1_000, description="The name as it is shown.")
    first_name: str = Field("", max_length=500, description="Given name.")
    last_name: str = Field("", max_length=500, description="Family name.")
    middle_names: str = Field("", max_length=500, description="Additional names.")
    prefix: str = Field("", max_length=200, description="Such as Dr.")
    suffix: str = Field("", max_length=200, description="Such as Jr.")
    nickname: str = Field("", max_length=500, description="Nickname.")
    organization: str = Field("", max_length=1_000, description="Company.")
    department: str = Field("", max_length=1_000, description="Department.")
    title: str = Field("", max_length=1_000, description="Job title.")
    role: str = Field("", max_length=1_000, description="Role.")
    emails: list[TypedValue] = Field([], max_length=100, description="E-mail addresses.")
    phones: list[TypedValue] = Field([], max_length=100, description="Phone numbers.")
    addresses: list[PostalAddress] = Field([], max_length=50, description="Postal addresses.")
    urls: list[TypedValue] = Field([], max_length=50, description="Web pages.")
    birthday: str = Field("", max_length=50, description="Such as 1815-12-10.")
    note: str = Field("", max_length=100_000, description="Free text.")
    categories: list[str] = Field([], max_length=200, description="Categories.")
    uid: str = Field("", max_length=1_000, description="Identifier.")
    revised: str = Field("", max_length=100, description="When it was changed.")
    photo_url: str = Field(
        "", max_length=2_000, description="Address of a photo; embedded ones are left out."
    )
    others: dict[str, str] = Field({}, max_length=500, description="Properties without a field of their own.")
