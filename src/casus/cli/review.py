"""`casus review`: the working record in the browser."""

from __future__ import annotations

import getpass
import webbrowser
from pathlib import Path

import click

from casus.cli import CommandError
from casus.cli.run import DEFAULT_OUT
from casus.pipeline import STORE_NAME
from casus.review import Settings
from casus.review.server import Address, serve, settle_address

_PATH = click.Path(path_type=Path)


@click.command(short_help="Open the working record in the browser: check, decide, correct, export.")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
@click.option("--store", type=_PATH, help="The store. [default: casus.db in --out]")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, help="The port; 0 for any free one.")
@click.option("--user", default=getpass.getuser, help="Who decides. [default: your login]")
@click.option("--browser", is_flag=True, help="Open a browser window.")
def review(
    *, out: Path, store: Path | None, host: str, port: int, user: str, browser: bool
) -> None:
    """Open the working record of a store in the browser.

    On this machine alone it is open to its user; any other address needs accounts. No request
    leaves the machine. Stop it with Ctrl-C.
    """
    path = store or out / STORE_NAME
    if not path.is_file():
        raise CommandError(f"there is no store at {path}; `casus run` makes one")
    open_review(Settings(path, user=user), Address(host, port), browser=browser)


def open_review(settings: Settings, address: Address, *, browser: bool) -> None:
    """Serve a store until Ctrl-C, and say where."""
    try:
        import starlette  # noqa: F401, PLC0415 - only asked whether it is there
        import uvicorn  # noqa: F401, PLC0415
    except ImportError as error:
        raise CommandError(f"{error.name} is missing: pip install 'casus[review]'") from error

    def ready(url: str) -> None:
        click.echo(f"{settings.store} is open at {url} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(url)

    serve(settle_address(settings, address, accounts=0), address, ready=ready)
