"""What goes on in a session: an app that is shown, or a command that runs.

One session: what a client asks of its channel, and what is run on it.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import asyncssh

from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import LazyString, gettext
from bindertui.services.access import User
from bindertui.services.remote_command import OpenRequest
from bindertui.ssh.app_request import AppRequest
from bindertui.ssh.app_session import MISTAKE, AppSession
from bindertui.ssh.channel import ChannelWriter
from bindertui.ssh.command_session import CommandRequest, CommandSession
from bindertui.ssh.connection_log import ConnectionLog
from bindertui.terminal.capabilities import TerminalInfo, is_supported_term

if TYPE_CHECKING:
    from bindertui.ssh.context import ServerContext


class ActivityClock(Protocol):
    """Hears what the client sends, and runs to an exit code; cancelled when the client is gone."""

    def hear(self, data: bytes) -> None:
        """Take in what the client sends."""

    def end(self) -> None:
        """The client sends nothing more."""

    def block(self) -> None:
        """The client does not take what was sent: send nothing more, until `unblock`."""

    def unblock(self) -> None:
        """Go on sending."""

    async def run(self) -> int:
        """Run to the end; the exit code."""


_log = logging.getLogger(__name__)


class Session(asyncssh.SSHServerSession[bytes]):
    """Runs the app, or a command, on a channel.

    Attributes:
        who: who has logged in.
        key: the key they came with, in base64; empty without one.
    """

    def __init__(self, who: User, key: str, house: "ServerContext", attendance: ConnectionLog) -> None:
        """Prepare for a client.

        Args:
            who: who has logged in.
            key: the key they came with, in base64; empty without one.
            house: what all sessions share.
            attendance: where it is noted what they do.
        """
        self.who = who
        self.key = key
        self._house = house
        self._attendance = attendance
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._way: ChannelWriter | None = None
        self._terminal = TerminalInfo()
        self._pty = False
        self._size = (0, 0)
        self._activity: ActivityClock | None = None
        self._early: list[bytes] = []
        """What came before there was anything to hear it: a client may send it along with what it asks for."""
        self._ended = False
        self._blocks: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._last_words: LazyString | None = None
        self.over = False

    # What asyncssh tells

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """A channel is open."""
        self._channel = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        """There is a terminal."""
        self._pty = True
        self._size = term_size[:2]
        return True

    def shell_requested(self) -> bool:
        """Without a command, the app is meant."""
        return True

    def exec_requested(self, command: str) -> bool:
        """A command may ask for the app, too."""
        return True

    def session_started(self) -> None:
        """Run what is asked for."""
        channel = self._channel
        assert channel is not None
        self._terminal = TerminalInfo.of(
            channel.get_terminal_type(), is_supported_term(channel.get_environment_bytes())
        )
        way = self._way = ChannelWriter(channel, self._attendance.sent, terminal=self._pty)
        # What comes now is for what is about to run.
        way.pause_reading()
        self._task = asyncio.get_running_loop().create_task(self._run(channel.get_command() or "", way))

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Hear what is typed."""
        self._attendance.received(len(data), typed=isinstance(self._activity, AppSession))
        if self._activity is not None:
            self._activity.hear(data)
        elif self._task is None or not self._task.done():
            self._early.append(data)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """Draw at another size."""
        self._size = (width, height)
        if isinstance(self._activity, AppSession):
            self._activity.resize(self._size)

    def eof_received(self) -> bool:
        """Nothing more will be typed; what runs may still have something to say."""
        self._ended = True
        if self._activity is not None:
            self._activity.end()
        return True

    def pause_writing(self) -> None:
        """The client does not take what the channel holds."""
        self.block("channel")

    def resume_writing(self) -> None:
        """It has taken it."""
        self.unblock("channel")

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self.over = True
        if self._way is not None:
            self._way.gone()
        if isinstance(self._activity, AppSession):
            # By the front door, so that drafts are kept.
            self._activity.leave()
        elif self._task is not None:
            self._task.cancel()

    # What the connection and the server tell

    def block(self, reason: str) -> None:
        """Something is in the way of what is sent."""
        self._blocks.add(reason)
        if self._activity is not None:
            self._activity.block()

    def unblock(self, reason: str) -> None:
        """It is no longer; perhaps something else is."""
        self._blocks.discard(reason)
        if not self._blocks and self._activity is not None:
            self._activity.unblock()

    def end(self, words: LazyString) -> None:
        """End what runs.

        Args:
            words: say why.
        """
        if isinstance(self._activity, AppSession):
            self._activity.leave(words)
        elif self._task is not None:
            self._last_words = words
            self._task.cancel()

    @property
    def heard(self) -> float:
        """When a key last came for the app, by the clock of the loop; 0 without an app."""
        return self._activity.heard if isinstance(self._activity, AppSession) else 0.0

    @property
    def held(self) -> int:
        """Bytes that wait on the channel for the client to take them."""
        return self._way.held if self._way is not None else 0

    async def ended(self) -> None:
        """Wait until nothing runs any more."""
        if self._task is not None:
            await asyncio.wait({self._task})

    # What runs

    async def _run(self, line: str, way: ChannelWriter) -> None:
        code: int = ExitCode.USAGE
        try:
            with self._house.present(self):
                code = await self._ran(line, way)
        except asyncio.CancelledError:
            code = ExitCode.INTERRUPTED
            if self._last_words is not None:
                way.tell(self._last_words.read(self._language))
        except BinderError as error:
            way.tell(error.words(self._language))
            code = error.exit_code
            self._attendance.ran(line, code)
        except Exception:  # noqa: BLE001 - a bug in one session is no matter for the others
            _log.exception("A session ended by a mistake.")
            way.tell(MISTAKE.read(self._language))
        finally:
            self._activity = None
            way.exit(code)

    async def _ran(self, line: str, way: ChannelWriter) -> int:
        opening = self._house.opening(line)
        if opening is not None and self._pty and not self._terminal.dumb:
            return await self._shown(opening, way)
        plain = opening is not None and not line
        request = CommandRequest("outline" if plain else line, self.who, self._language, bool(self._terminal.depth))
        execution = CommandSession(self._house.commands, request, way, terminal=self._pty)
        code: int = ExitCode.INTERRUPTED
        try:
            code = await self._begun(execution, way)
        finally:
            if execution.begun and (what := self._house.changing(line)) is not None:
                self._attendance.wrote(what, code)
            self._attendance.ran(request.line, code)
        if plain:
            language = self._language
            way.tell(
                gettext("This is the outline. The app needs a terminal that can move its cursor: ssh -t.", language)
            )
        return code

    async def _shown(self, opening: OpenRequest, way: ChannelWriter) -> int:
        language = opening.language or self._language
        visit = AppRequest(self.who, self._terminal, opening, language, self._attendance.note)
        showing = AppSession(visit, self._house.make_app, way, self._size, self._house.beginnings)
        with self._house.showing(self, showing):
            end = self._attendance.opened()
            try:
                return await self._begun(showing, way)
            finally:
                end()

    async def _begun(self, activity: ActivityClock, way: ChannelWriter) -> int:
        self._activity = activity
        if self._blocks:
            activity.block()
        early, self._early = self._early, []
        for data in early:
            activity.hear(data)
        if self._ended:
            activity.end()
        way.resume_reading()
        return await activity.run()

    @property
    def _language(self) -> str:
        return self._terminal.language or self._house.language
