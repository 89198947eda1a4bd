"""Serving the application: on loopback open to its user, anywhere else only with accounts."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from casus.review.settings import LOOPBACK, Settings


class RefusedAddressError(ValueError):
    """An address that may not be served; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. `names` are further names under which it is asked for; `certificate` and
    `key` are PEM files for https."""

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None


def is_loopback(host: str) -> bool:
    """True where only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def settle_address(
    settings: Settings, address: Address, *, accounts: int, wanted: bool = False
) -> Settings:
    """The settings for an address; `accounts` is how many there are in `settings.accounts`. They
    are asked for where others reach the address, or where that is `wanted`. Raises
    RefusedAddressError where there are none then."""
    open_to_others = not is_loopback(address.host)
    asked_for = open_to_others or wanted
    if asked_for and not accounts:
        where = "can be reached from other machines" if open_to_others else "shall ask for accounts"
        raise RefusedAddressError(
            f"{address.host} {where}, and there are no accounts: make one with `casus review "
            f"--store {settings.store} --add-user NAME`, or leave --host away to serve this "
            "machine alone"
        )
    names = dict.fromkeys((*LOOPBACK, *(n.lower() for n in address.names)))
    if open_to_others:
        names.setdefault(address.host.lower())
        if address.host in ("0.0.0.0", "::"):
            for name in (socket.gethostname(), socket.getfqdn()):
                names.setdefault(name.lower())
    return replace(
        settings,
        accounts=settings.accounts if asked_for else None,
        hosts=tuple(names),
        secure=address.certificate is not None,
    )


def serve(settings: Settings, address: Address, *, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the address to open. Raises StoreError, OSError."""
    import uvicorn  # noqa: PLC0415 - the extra `review` may be missing

    from casus.review.app import build  # noqa: PLC0415

    app = build(settings)
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((address.host, address.port))
    listening.listen(128)  # whoever is told the address may ask at once
    port = listening.getsockname()[1]
    host = f"[{address.host}]" if ":" in address.host else address.host
    ready(f"{'https' if address.certificate else 'http'}://{host}:{port}/")
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, date_header=False,
        h11_max_incomplete_event_size=32_000, limit_concurrency=200, timeout_keep_alive=20,
        ssl_certfile=str(address.certificate) if address.certificate else None,
        ssl_keyfile=str(address.key) if address.key else None,
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])
