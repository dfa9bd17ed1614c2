"""The terminal the app runs in."""

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Textual's driver, which bytes that are not UTF-8 do not end: a terminal may send them, or a user paste them."""

    def run_input_thread(self) -> None:
        """Read what the terminal sends until the app ends; what cannot be decoded is passed over."""
        while True:
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue
            return
