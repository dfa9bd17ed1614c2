"""Users of a real server: the limits of each role, revoked keys, and the audit trail."""

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from bindertui.model.access import key_fingerprint
from tests.cli.conftest import FILES
from tests.conftest import WriteBinder
from tests.helpers import complete_lines, wait_until
from tests.keys import key_pair
from tests.repositories import Repository, own_git
from tests.ssh.clients import Client
from tests.ssh.server_process import ServerProcess, start_server, write_access_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for keys that are created once."""
    return tmp_path_factory.mktemp("people")


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """Return a small binder."""
    return write_binder(FILES)


@pytest.fixture
def served(folder: Path, binder: Path) -> Iterator[ServerProcess]:
    """Start a server for a reader, an editor and an admin."""
    (folder / "audit.jsonl").unlink(missing_ok=True)
    write_access_file(folder, rita="reader", ed="editor", ada="admin")
    with start_server(folder, binder, "--metrics=0") as server:
        yield server


def events(served: ServerProcess) -> list[dict[str, Any]]:
    """Return the events in the audit trail."""
    return [json.loads(line) for line in complete_lines(served.folder / "audit.jsonl")]


def summarize_events(served: ServerProcess, *names: str) -> list[tuple[Any, ...]]:
    """Return each event's kind, user and some details."""
    return [(line["what"], line["who"], *(line[name] for name in names if name in line)) for line in events(served)]


async def test_roles(served: ServerProcess, binder: Path) -> None:
    """A reader reads, an editor and an admin save under their names, and the audit trail has it all."""
    assert await served.run("rita", "show unhcr#name --lang en") == (0, b"Refugee Agency\n", b"")
    code, out, stderr = await served.run("rita", "set unhcr#name.en Other")
    assert (code, out) == (5, b"")
    assert b"You can read this binder but not edit it." in stderr
    assert (await served.run("ed", "set unhcr#name.en -", b"By Ed"))[0] == 0
    assert (await served.run("ada", "set unhcr#name.fr 'Par Ada'"))[0] == 0
    assert "name: {en: By Ed, fr: Par Ada}" in (binder / "partners/unhcr.yaml").read_text()
    history = json.loads((await served.run("rita", "history unhcr --json"))[1])
    assert [version["who"] for version in history[:2]] == ["ada", "ed"]
    await wait_until(lambda: len(summarize_events(served)) == 18)
    ran = [line for line in events(served) if line["what"] == "ran"]
    assert [(line["who"], line["role"], line["command"], line["code"]) for line in ran] == [
        ("rita", "reader", "show unhcr#name --lang en", 0),
        ("rita", "reader", "set unhcr#name.en Other", 5),
        ("ed", "editor", "set unhcr#name.en -", 0),
        ("ada", "admin", "set unhcr#name.fr 'Par Ada'", 0),
        ("rita", "reader", "history unhcr --json", 0),
    ]
    login, logout = (next(line for line in events(served) if line["what"] == what) for what in ("login", "logout"))
    assert login["key"] == key_fingerprint((served.folder / "rita.pub").read_text().split()[1])
    assert (login["from"], login["user"], logout["session"]) == ("127.0.0.1", "someone", login["session"])
    assert logout["sent"] == len(b"Refugee Agency\n")
    assert logout["seconds"] > 0


async def test_unknown_users(served: ServerProcess) -> None:
    """No key, an unknown key, and another name get the same answer; the reason is recorded."""
    if not (served.folder / "eve").exists():
        key_pair(served.folder / "eve")
    messages = set()
    for name, user in ((None, "rita"), ("eve", "rita"), ("eve", "root"), (None, "anonymous"), ("eve", "anonymous")):
        with pytest.raises(asyncssh.PermissionDenied) as refused:
            await served.connect(name, user)
        messages.add(str(refused.value).replace(user, "USER"))
    assert messages == {"Permission denied for user USER on host 127.0.0.1"}
    await wait_until(lambda: len(summarize_events(served)) == 5)
    none, wrong = ("refused", None, "no key", 0), ("refused", None, "no key that is known", 1)
    assert sorted(summarize_events(served, "reason", "keys")) == [none] * 2 + [wrong] * 3


async def test_revoking_a_key_ends_its_sessions(served: ServerProcess) -> None:
    """Within seconds, with a message, for that user only; the key is refused from then on."""
    rita, ed = await served.connect("rita"), await served.connect("ed")
    apps = [await client.create_process(term_type="xterm", encoding=None) for client in (rita, ed)]
    for app in apps:
        await app.stdout.read(1)
    write_access_file(served.folder, ed="editor", ada="admin")
    gone: Any = await asyncio.wait_for(apps[0].wait(), 30)
    assert b"Your access has been changed or removed." in gone.stdout
    assert not apps[1].is_closing()
    with pytest.raises(asyncssh.PermissionDenied):
        await served.connect("rita")
    assert (await served.run("ed", "show unhcr#name"))[0] == 0
    for client in (rita, ed):
        client.abort()


async def test_an_invalid_access_file(served: ServerProcess) -> None:
    """The previous version stays in force, the log has the error, and sessions continue."""
    async with await served.connect("rita") as rita:
        (served.folder / "access.yaml").write_text("people: [")
        await wait_until(lambda: "the previous version stays in force" in served.log)
        assert f"{served.folder / 'access.yaml'}:1:10: error" in served.log
        assert (await rita.run("show unhcr#name")).exit_status == 0
        assert (await served.run("ed", "show unhcr#name"))[0] == 0


async def test_the_app_is_audited(served: ServerProcess) -> None:
    """Opened entries, searches and the logout with its duration are recorded."""
    async with await served.connect("rita") as client:
        app = await client.create_process("open --at unhcr", term_type="xterm", encoding=None)
        await wait_until(lambda: ("read", "rita", "unhcr") in summarize_events(served, "address"))
        await app.stdout.read(1)
        app.stdin.write(b"/refugees")
        await wait_until(lambda: ("searched", "rita", "refugees") in summarize_events(served, "query"))
    await wait_until(lambda: summarize_events(served)[-1] == ("logout", "rita"))


@pytest.mark.parametrize("end", ["connection", "input", "server"])
async def test_a_save_is_audited_at_the_end_of_its_session(
    end: str, served: ServerProcess, binder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A saved change is recorded with its outcome, and is no longer a draft."""
    file = binder / "partners" / "unhcr.yaml"
    own_git(served.folder, monkeypatch)
    repository = Repository.made(binder)
    repository.commit_all("Begin")
    # The save ends after the session.
    repository.hook("pre-commit", "sleep 1")
    connection = await served.connect("ed")
    app: asyncssh.SSHClientProcess[bytes] = await connection.create_process(
        "unhcr", term_type="xterm-256color", term_size=(120, 30), encoding=None
    )
    client = Client(app, (120, 30))
    await edit_name(client, "World ")
    client.type("\x13")
    await client.wait_for("What will change")
    client.type("s")
    await wait_until(lambda: "World" in file.read_text())
    if end == "connection":
        connection.abort()
    elif end == "input":
        app.stdin.write_eof()
    else:
        served.process.terminate()
    await wait_until(lambda: ("edited", "ed", "unhcr", "saved") in summarize_events(served, "changed", "outcome"))
    await wait_until(lambda: not list((served.folder / "state").rglob("drafts/**/*.json")))
    assert repository.messages() == ["Edit unhcr", "Begin"]
    connection.abort()


async def edit_name(client: Client, typed: str) -> None:
    """Start to change the name of the current entry."""
    await client.wait_for("/ Search")
    await client.wait_for("Refugee Agency")
    client.type("e")
    await client.wait_for("Editing")
    client.type("\r")
    await client.wait_for("Next field")
    client.type("\t" + typed)
    await client.wait_for("not saved")


async def test_metrics_are_served(served: ServerProcess) -> None:
    """Logins, commands and sessions are counted, and served on the loopback interface."""
    await served.run("rita", "show unhcr#name")
    await served.run("rita", "show nobody")
    client = await served.connect("ed")
    app = await client.create_process(term_type="xterm", encoding=None)
    await app.stdout.read(1)
    address = served.log.partition("metrics at ")[2].split()[0]
    assert address.startswith("http://127.0.0.1:")
    page = await asyncio.to_thread(lambda: urllib.request.urlopen(address).read().decode())
    for line in (
        'bindertui_logins_total{role="reader"} 2.0',
        'bindertui_logins_total{role="editor"} 1.0',
        'bindertui_commands_total{code="0"} 1.0',
        'bindertui_commands_total{code="1"} 1.0',
        'bindertui_sessions{role="editor"} 1.0',
    ):
        assert line in page.splitlines()
    client.abort()


async def test_two_people_see_each_other(served: ServerProcess) -> None:
    """A reader sees the name of a user who edits the same entry in another session."""
    async with await served.connect("ed") as ed, await served.connect("rita") as rita:
        reading = await rita.create_process("open --at unhcr", term_type="xterm", encoding=None)
        editing = await ed.create_process("open --at unhcr", term_type="xterm", encoding=None)
        await editing.stdout.read(1)
        await asyncio.sleep(1)
        editing.stdin.write(b"e")
        seen = b""
        async with asyncio.timeout(30):
            while b"ed is editing" not in seen:
                seen += await reading.stdout.read(1 << 16)


async def test_a_stop_is_announced_and_audited(served: ServerProcess, binder: Path) -> None:
    """Users of commands and apps get a message, nothing is saved, and logouts are recorded."""
    ed, rita = await served.connect("ed"), await served.connect("rita")
    command = await ed.create_process("set context#title.en -", encoding=None)
    command.stdin.write(b"Half of what")
    apps = [await someone.create_process(term_type="xterm", encoding=None) for someone in (rita, ed)]
    for app in apps:
        await app.stdout.readuntil(b"\x1b[?1049h")
    # By then the command has begun as well.
    assert (await rita.run("show unhcr#name")).exit_status == 0
    before = (binder / "sections/context.yaml").read_bytes()
    served.process.terminate()
    ended, reader, editor = await asyncio.gather(command.wait(), *(app.wait() for app in apps))
    assert (ended.exit_status, ended.stderr) == (130, b"The server is stopping.\n")
    assert isinstance(reader.stdout, bytes)
    assert reader.stdout.endswith(b"The server is stopping.\r\n")
    assert isinstance(editor.stdout, bytes)
    assert editor.stdout.endswith(b"The server is stopping. Unsaved changes are kept as drafts.\r\n")
    assert await asyncio.to_thread(served.process.wait, 30) == 0
    assert (binder / "sections/context.yaml").read_bytes() == before
    assert {deed for deed in summarize_events(served) if deed[0] == "logout"} == {("logout", "ed"), ("logout", "rita")}
