"""`casus review`: the working record in the browser."""

from __future__ import annotations

import getpass
import webbrowser
from dataclasses import replace
from pathlib import Path

import click

from casus.cli import CommandError
from casus.cli.run import DEFAULT_OUT
from casus.pipeline import STORE_NAME
from casus.review import Settings
from casus.review.server import Address, serve, settle_address
from casus.review.settings import ROLES

_PATH = click.Path(path_type=Path)


@click.command(short_help="Open the working record in the browser: check, decide, correct, export.")
@click.option("--out", type=_PATH, default=DEFAULT_OUT, show_default=True, help="The folder.")
@click.option("--store", type=_PATH, help="The store. [default: casus.db in --out]")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8765, show_default=True, help="The port; 0 for any free one.")
@click.option("--user", default=getpass.getuser, help="Who decides. [default: your login]")
@click.option("--browser", is_flag=True, help="Open a browser window.")
@click.option("--name", "names", multiple=True, help="A further host name it is asked for by.")
@click.option("--certificate", type=_PATH, help="PEM file, to serve https.")
@click.option("--key", type=_PATH, help="PEM file of the certificate's key.")
@click.option("--accounts", is_flag=True, help="Ask for an account on this machine, too.")
@click.option("--add-user", metavar="NAME", help="Make an account, or change it, and end.")
@click.option(
    "--role", type=click.Choice(ROLES), default="reviewer", show_default=True,
    help="Of --add-user: reader looks, reviewer decides, admin as well.",
)  # fmt: skip
@click.option("--remove-user", metavar="NAME", help="Take an account away and end.")
def review(  # noqa: PLR0913 - one parameter an option
    *, out: Path, store: Path | None, host: str, port: int, user: str, browser: bool,
    names: tuple[str, ...], certificate: Path | None, key: Path | None, accounts: bool,
    add_user: str | None, role: str, remove_user: str | None,
) -> None:  # fmt: skip
    """Open the working record of a store in the browser.

    On this machine alone it is open to its user; any other address needs accounts. No request
    leaves the machine. Stop it with Ctrl-C.
    """
    path = store or out / STORE_NAME
    if not path.is_file():
        raise CommandError(f"there is no store at {path}; `casus run` makes one")
    if add_user or remove_user:
        _change_accounts(path, add_user, role, remove_user)
        return
    address = Address(host, port, names, certificate, key)
    settings = Settings(path, user=user, accounts=path if accounts else None)
    open_review(settings, address, browser=browser)


def _change_accounts(store: Path, added: str | None, role: str, removed: str | None) -> None:
    _check_installed()
    from casus.review.accounts import (  # noqa: PLC0415 - the extra `review` may be missing
        accounts_file,
        add_account,
        remove_account,
    )

    file = accounts_file(store)
    if added:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        add_account(file, added, role, password)
        click.echo(f"{added} has the role {role} now; accounts are in {file}")
    if removed:
        remove_account(file, removed)
        click.echo(f"{removed} has no account any more")


def _check_installed() -> None:
    try:
        import argon2  # noqa: F401, PLC0415 - only asked whether they are there
        import starlette  # noqa: F401, PLC0415
        import uvicorn  # noqa: F401, PLC0415
    except ImportError as error:
        raise CommandError(f"{error.name} is missing: pip install 'casus[review]'") from error


def open_review(settings: Settings, address: Address, *, browser: bool) -> None:
    """Serve a store until Ctrl-C, and say where."""
    _check_installed()
    from casus.review.accounts import accounts_file, read_accounts  # noqa: PLC0415

    file = accounts_file(settings.store)
    wanted = settings.accounts is not None

    def ready(url: str) -> None:
        click.echo(f"{settings.store} is open at {url} (Ctrl-C ends it)")
        if browser:
            webbrowser.open(url)

    settled = settle_address(
        replace(settings, accounts=file), address, accounts=len(read_accounts(file)), wanted=wanted
    )
    if settled.accounts and not address.certificate:
        click.echo(
            "passwords are not encrypted on their way: give --certificate and --key", err=True
        )
    serve(settled, address, ready=ready)
