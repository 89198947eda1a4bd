"""A store with the reports that come with Casus, and clients that ask in process."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from review_client import DESK, WAIT, rows

from casus.config import Config
from casus.pipeline import Request, run
from casus.review import Settings, create_app

HOST = "http://127.0.0.1:8765"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, read once."""
    out = tmp_path_factory.mktemp("sample")
    with as_file(files("casus") / "samples" / "news") as folder:
        result = run(Request((str(folder),), out, jobs=1), Config())
    assert len(result.incidents) > 8
    return out / "casus.db"


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    """A copy of the sample's store for one test."""
    return Path(shutil.copy(sample_store, tmp_path / "casus.db"))


Visit = Callable[..., Any]


@pytest.fixture
def visit(store: Path) -> Iterator[Visit]:
    """Make clients of one application on `store`; each is a browser of its own."""
    testclient = pytest.importorskip("starlette.testclient")
    app = create_app(Settings(store, user="ann"))

    def make(**options: Any) -> Any:
        return testclient.TestClient(app, base_url=HOST, **options)

    yield make
    app.state.desk.close()


@pytest.fixture
def client(visit: Visit) -> Any:
    return visit()


@pytest.fixture
def token(client: Any) -> str:
    return str(client.get("/session.json").json()["token"])


@pytest.fixture
def decide(client: Any, token: str) -> Callable[..., Any]:
    """Post a decision as a program does."""

    def post(address: str = "/judgements", **fields: object) -> Any:
        head = {"X-CSRF-Token": token, "Content-Type": "application/json"}
        return client.post(address, content=json.dumps(fields), headers=head)

    return post


@pytest.fixture
def disputed(client: Any) -> dict[str, Any]:
    """The row of an incident in conflict."""
    return rows(client, "?state=conflicting&order=reports")[0]


@pytest.fixture
def document(client: Any, disputed: dict[str, Any]) -> dict[str, Any]:
    """A report that tells it."""
    page = client.get(f"/incidents/{disputed['id']}.json").json()
    first = page["reports"][0]["document"]
    found: dict[str, Any] = client.get("/document.json", params={"id": first}).json()
    return found


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a store behind a real socket; the address."""
    uvicorn = pytest.importorskip("uvicorn")
    running: list[tuple[Any, threading.Thread]] = []

    def start(path: Path) -> str:
        app = create_app(Settings(path, user="ann"))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            thread.join(0.02)
        running.append((server, thread))
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def address(serve: Callable[[Path], str], store: Path) -> str:
    """The sample behind a real socket."""
    return serve(store)


@pytest.fixture
def browse(browser: Any, address: str) -> Iterator[Visit]:
    """Open a page as somebody new; in the end nothing was asked of any other host, and the
    browser had nothing to complain of."""
    contexts: list[Any] = []
    asked: list[str] = []
    complaints: list[str] = []
    bases = {address}

    def go(path: str = "/incidents", base: str = address, **options: Any) -> Any:
        bases.add(base)
        context = browser.new_context(**{"viewport": DESK, "accept_downloads": True, **options})
        context.set_default_timeout(WAIT)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "console",
            lambda m: m.type == "error" and "409" not in m.text and complaints.append(m.text),
        )
        page.goto(base + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not url.startswith((*bases, "data:"))] == []
    assert complaints == []
