"""The review application: an analyst's day in the browser, on the working record of one store.

Use `casus review --store STORE`, or `create_app(Settings(store=path))` for an ASGI application.
Pages are rendered here; each has its `.json`, made of the same dataclasses (`casus.review.pages`).
What it keeps are judgements alone, made by POST; nothing derived is ever edited.
"""

from casus.review.settings import Settings

__all__ = ["Settings", "create_app"]


def create_app(settings: Settings):  # type: ignore[no-untyped-def]
    """The application as ASGI; starlette is loaded only now."""
    from casus.review.app import build  # noqa: PLC0415 - the extra `review` may be missing

    return build(settings)
