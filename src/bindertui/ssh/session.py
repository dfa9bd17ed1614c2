"""One SSH session: a client's requests on a channel, and the app or command that runs on it."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

import asyncssh

from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import LazyString, gettext
from bindertui.services.access import User
from bindertui.services.remote_command import OpenRequest, RemoteCommand
from bindertui.ssh.app_session import CRASHED, AppSession
from bindertui.ssh.channel import ChannelWriter
from bindertui.ssh.command_session import CommandRequest, CommandSession
from bindertui.ssh.connection_log import ConnectionLog
from bindertui.ssh.context import AppRequest, ServerContext
from bindertui.terminal.capabilities import TerminalInfo, accepted_variables

_log = logging.getLogger(__name__)


class ChannelProgram(Protocol):
    """An app or a command that runs on a channel."""

    def feed(self, data: bytes) -> None:
        """Take input from the client."""

    def feed_eof(self) -> None:
        """Note that the client sends no more input."""

    def pause_output(self) -> None:
        """Send nothing more: the client does not read."""

    def resume_output(self) -> None:
        """Send output again."""

    async def run(self) -> int:
        """Run to the end and return the exit code; may be cancelled when the client is gone."""


class Session(asyncssh.SSHServerSession[bytes]):
    """Runs an app or a command on a channel.

    Attributes:
        is_closed: whether the client has closed the channel.
    """

    def __init__(self, user: User, context: ServerContext, log: ConnectionLog) -> None:
        """Prepare for a client's requests.

        Args:
            user: the user who has logged in.
            context: the shared state of all sessions.
            log: records what the user does.
        """
        self.is_closed = False
        self._user = user
        self._context = context
        self._log = log
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._writer: ChannelWriter | None = None
        self._terminal = TerminalInfo()
        self._has_pty = False
        self._size = (0, 0)
        self._program: ChannelProgram | None = None
        self._early_input: list[bytes] = []
        """Input that arrived before the program was there; clients may send it together with their request."""
        self._has_eof = False
        self._output_pauses: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._close_reason: LazyString | None = None

    # Called by asyncssh

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Keep the channel."""
        self._channel = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        """Accept a terminal."""
        self._has_pty = True
        self._size = term_size[:2]
        return True

    def shell_requested(self) -> bool:
        """Accept a session without a command, which opens the app."""
        return True

    def exec_requested(self, command: str) -> bool:
        """Accept any command; `CommandSession` reports invalid ones."""
        return True

    def session_started(self) -> None:
        """Run the requested app or command."""
        channel = self._channel
        assert channel is not None
        variables = accepted_variables(channel.get_environment_bytes())
        self._terminal = TerminalInfo.detect(channel.get_terminal_type(), variables)
        writer = self._writer = ChannelWriter(channel, self._log.count_sent, terminal=self._has_pty)
        # Input is for the program that is about to start.
        writer.pause_reading()
        self._task = asyncio.get_running_loop().create_task(self._run(channel.get_command() or "", writer))

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Pass input on to the program."""
        self._log.count_received(len(data), is_typed=isinstance(self._program, AppSession))
        if self._program is not None:
            self._program.feed(data)
        elif self._task is None or not self._task.done():
            self._early_input.append(data)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        """Resize the app."""
        self._size = (width, height)
        if isinstance(self._program, AppSession):
            self._program.resize(self._size)

    def eof_received(self) -> bool:
        """Note that the client sends no more input, and keep the channel open for output."""
        self._has_eof = True
        if self._program is not None:
            self._program.feed_eof()
        return True

    def pause_writing(self) -> None:
        """Stop output: the channel's buffer is full."""
        self.pause_output("channel")

    def resume_writing(self) -> None:
        """Continue output."""
        self.resume_output("channel")

    def connection_lost(self, exc: Exception | None) -> None:
        """End the program: the client is gone."""
        self.is_closed = True
        if self._writer is not None:
            self._writer.mark_closed()
        if isinstance(self._program, AppSession):
            # Not cancelled, so that drafts are saved.
            self._program.close()
        elif self._task is not None:
            self._task.cancel()

    # Called by the connection and the server

    def pause_output(self, cause: str) -> None:
        """Stop output for one more cause."""
        self._output_pauses.add(cause)
        if self._program is not None:
            self._program.pause_output()

    def resume_output(self, cause: str) -> None:
        """Remove a cause, and continue output if no other is left."""
        self._output_pauses.discard(cause)
        if not self._output_pauses and self._program is not None:
            self._program.resume_output()

    def close(self, reason: LazyString) -> None:
        """End the app or command with a message to the user."""
        if isinstance(self._program, AppSession):
            self._program.close(reason)
        elif self._task is not None:
            self._close_reason = reason
            self._task.cancel()

    @property
    def last_input_at(self) -> float:
        """The time of the last input for the app, by the clock of the event loop; 0 without an app."""
        return self._program.last_input_at if isinstance(self._program, AppSession) else 0.0

    @property
    def unsent_bytes(self) -> int:
        """The bytes that wait for the client to read them."""
        return self._writer.unsent_bytes if self._writer is not None else 0

    async def wait_closed(self) -> None:
        """Wait until nothing runs any more."""
        if self._task is not None:
            await asyncio.wait({self._task})

    # The app or the command

    async def _run(self, line: str, writer: ChannelWriter) -> None:
        code: int = ExitCode.USAGE
        try:
            with self._context.track(self):
                code = await self._run_line(line, writer)
        except asyncio.CancelledError:
            code = ExitCode.INTERRUPTED
            if self._close_reason is not None:
                writer.write_message(self._close_reason.in_language(self._language))
        except BinderError as error:
            writer.write_message(error.describe(self._language))
            code = error.exit_code
            self._log.record_command(line, code)
        except Exception:  # noqa: BLE001 - a bug in one session must not end the others
            _log.exception("session of %s crashed", self._user.name)
            writer.write_message(CRASHED.in_language(self._language))
        finally:
            self._program = None
            writer.exit(code)

    async def _run_line(self, line: str, writer: ChannelWriter) -> int:
        command = self._context.parse_command(line)
        if command.opening is None:
            return await self._run_command(line, command, writer)
        if self._has_pty and not self._terminal.is_dumb:
            return await self._run_app(command.opening, writer)
        if line:
            return await self._run_command(line, command, writer)
        code = await self._run_command("outline", command, writer)
        hint = gettext("This is the outline. To open the app, use a full terminal: ssh -t.", self._language)
        writer.write_message(hint)
        return code

    async def _run_app(self, opening: OpenRequest, writer: ChannelWriter) -> int:
        language = opening.language or self._language
        request = AppRequest(self._user, self._terminal, opening, language, self._log.record)
        with self._context.reserve_app(self._user):
            count_closed = self._log.count_app()
            try:
                return await self._run_program(AppSession(request, self._context, writer, self._size), writer)
            finally:
                count_closed()

    async def _run_command(self, line: str, command: RemoteCommand, writer: ChannelWriter) -> int:
        request = CommandRequest(line, self._user, self._language, color=bool(self._terminal.depth))
        program = CommandSession(self._context.commands, request, writer, terminal=self._has_pty)
        code: int = ExitCode.INTERRUPTED
        try:
            code = await self._run_program(program, writer)
        finally:
            if program.has_started and command.changed_address is not None:
                self._log.record_edit(command.changed_address, code)
            self._log.record_command(line, code)
        return code

    async def _run_program(self, program: ChannelProgram, writer: ChannelWriter) -> int:
        self._program = program
        if self._output_pauses:
            program.pause_output()
        early_input, self._early_input = self._early_input, []
        for data in early_input:
            program.feed(data)
        if self._has_eof:
            program.feed_eof()
        writer.resume_reading()
        return await program.run()

    @property
    def _language(self) -> str:
        return self._terminal.language or self._context.language
