"""What a browser is asked to do with a page: fields of requests that only the engine chromium knows."""

from typing import Literal

from pydantic import BaseModel, Field, field_validator

from flowforge_pdf.core.making.page_setup import PaperSetup
from flowforge_pdfs.page_selection import SYNTAX, PageSelection
from servicekit import RequestForm, are_headers

_ONLY = "Only with the engine chromium."


class BrowserCookie(BaseModel):
    """A cookie for the server of the page."""

    name: str = Field(pattern=r"^[^\x00-\x20;,=\x7f]{1,200}$", description="Name of the cookie.")
    value: str = Field(
        pattern=r"^[\x21-\x3a\x3c-\x7e]{0,4000}$", description="Value of the cookie, as it is sent."
    )


class BrowserSetup(RequestForm):
    """Fields that need a browser."""

    scale: float = Field(1, ge=0.1, le=2, description=f"Factor that the content is drawn with. {_ONLY}")
    print_background: bool = Field(
        default=True, description=f"Whether background colors and pictures are printed. {_ONLY}"
    )
    media: Literal["print", "screen"] = Field(
        "print", description=f"Whether the style rules for print or for screens hold. {_ONLY}"
    )
    header_html: str = Field(
        "",
        max_length=20_000,
        description="HTML of the header, in place of 'header': elements with the classes pageNumber, "
        f"totalPages, date, title and url are filled in. Styles must be in it. {_ONLY}",
    )
    footer_html: str = Field(
        "", max_length=20_000, description=f"HTML of the footer, as 'header_html'. {_ONLY}"
    )
    wait_for_selector: str = Field(
        "",
        max_length=1000,
        description=f"CSS selector of an element that is waited for, up to 15 seconds. {_ONLY}",
        examples=["#chart.ready"],
    )
    wait_for_expression: str = Field(
        "",
        max_length=2000,
        description=f"JavaScript expression that is waited for until it is true, up to 15 seconds. {_ONLY}",
        examples=["window.ready === true"],
    )
    wait_seconds: float = Field(
        0, ge=0, le=10, description=f"Time to wait after the page has loaded, in seconds. {_ONLY}"
    )
    pages: PageSelection | None = Field(None, description=f"Pages to keep, all if left out. {SYNTAX} {_ONLY}")
    headers: dict[str, str] = Field(
        {},
        max_length=50,
        description="HTTP headers sent to the server of the page, and to no other, such as Authorization. "
        f"{_ONLY}",
    )
    cookies: list[BrowserCookie] = Field(
        [], max_length=50, description=f"Cookies sent to the server of the page, and to no other. {_ONLY}"
    )

    @field_validator("headers")
    @classmethod
    def _may_be_sent(cls, given: dict[str, str]) -> dict[str, str]:
        if not are_headers(given):
            raise ValueError(
                "has a header that cannot be sent: a name has letters, digits and -, a value is one line, "
                "and headers such as Host and Content-Length are not allowed"
            )
        return given

    @property
    def sent_headers(self) -> dict[str, str]:
        """Return the headers with the cookies among them."""
        if not self.cookies:
            return self.headers
        return {**self.headers, "Cookie": "; ".join(f"{each.name}={each.value}" for each in self.cookies)}

    @property
    def browser_fields(self) -> list[str]:
        """Return the names of the fields here that were given another value than their own."""
        named = BrowserSetup.model_fields
        return [name for name, field in named.items() if getattr(self, name) != field.default]


class PrintSetup(BrowserSetup, PaperSetup):
    """All that the browser prints a page by."""
