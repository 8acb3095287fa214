"""The reference at /docs: static pages of every operation and every error, without script."""

from flowforge_portal.core.reference.finding import reference_page

__all__ = ["reference_page"]
