"""Pages at addresses outside /api: the console and its data, the specification, the reference."""

from flowforge_portal.core.pages.serving import with_pages

__all__ = ["with_pages"]
