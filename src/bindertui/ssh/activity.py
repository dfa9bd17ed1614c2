"""What goes on in a session: an app that is shown, or a command that runs."""

from typing import Protocol


class Activity(Protocol):
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
