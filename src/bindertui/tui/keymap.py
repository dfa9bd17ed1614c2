"""The keys of one session: the declared keys of the commands, overridden by those of a config file."""

from collections.abc import Iterable, Mapping

from attrs import define, evolve, field

from bindertui._frozen import frozen
from bindertui.errors import did_you_mean
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.problems import Level, Problem
from bindertui.settings import ConfigFile, ConfigValue, KeyOverride
from bindertui.tui.commands import COMMANDS, HISTORY, Command
from bindertui.tui.edit_commands import EDIT_COMMANDS
from bindertui.tui.key_names import FIXED_KEYS, MOVE_KEYS, KeyNameError, is_awkward, key_character, parse_key

_NO_KEY = "no_key"
"""The key of a command without keys: no terminal sends it."""


@frozen
class Keymap:
    """The keys that run each command.

    Attributes:
        changed: the keys that differ from the declaration, by the id of the command.
    """

    changed: Mapping[str, tuple[str, ...]] = field(factory=dict)

    def keys(self, identifier: str, declared: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys of a command or a move; messages name the first."""
        return self.changed.get(identifier, declared)

    def moves(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys of some moves, without those that cannot be changed."""
        return tuple(key for name in names for key in self.keys(name, MOVE_KEYS[name]) if key not in FIXED_KEYS)

    def applied(self, commands: tuple[Command, ...], *, typing: bool = False) -> tuple[Command, ...]:
        """Return commands with their keys in this session.

        Args:
            commands: the commands as declared.
            typing: whether the user types text: then keys that type a character are left out, and so are commands
                without any other key.
        """
        found = []
        for command in commands:
            keys = self.changed.get(command.id)
            if keys is not None and typing:
                keys = tuple(key for key in keys if not key_character(key))
            if keys or not typing or keys is None:
                found.append(command if keys is None else evolve(command, keys=keys))
        return tuple(found)

    @property
    def bound(self) -> dict[str, str]:
        """The changed keys by the ids of bindings, as `App.set_keymap` expects them."""
        return {name: ",".join(keys) or _NO_KEY for name, keys in self.changed.items()}


_FIXED_COMMANDS = {"link", "edit.fill-in"}
"""Commands whose keys never change: → and ← step through links, Enter fills in."""


def _screens() -> tuple[dict[str, tuple[str, ...]], ...]:
    """Return the commands of each screen with their keys; no two commands of a screen share a key."""
    return tuple(
        # A command of the screen takes precedence over a move with the same key, as Space in the list of versions.
        {name: keys for name, keys in MOVE_KEYS.items() if not {*keys} & {key for each in table for key in each.keys}}
        | {command.id: command.keys for command in table if command.id not in _FIXED_COMMANDS}
        for table in (COMMANDS, HISTORY, EDIT_COMMANDS)
    )


def declared_keys() -> dict[str, tuple[str, ...]]:
    """Return the declared keys of every command and move that can be changed, by its id."""
    return {name: keys for screen in _screens() for name, keys in screen.items()}


def validate_keymap(written: ConfigFile | None) -> tuple[Keymap, tuple[Problem, ...]]:
    """Return the keymap of a config file, and its problems; everything without a problem is applied."""
    if written is None or not written.key_overrides:
        return Keymap(), ()
    builder = _KeymapBuilder(str(written.path))
    for override in written.key_overrides:
        builder.add(override)
    changed = builder.build()
    return Keymap(changed), tuple(sorted(builder.problems))


@define
class _KeymapBuilder:
    """Applies the overrides of a config file one after another."""

    file: str
    screens: tuple[dict[str, tuple[str, ...]], ...] = field(factory=_screens)
    declared: dict[str, tuple[str, ...]] = field(factory=declared_keys)
    overrides: dict[str, tuple[str, ...]] = field(factory=dict)
    assigned: dict[tuple[int, str], tuple[str, ConfigValue]] = field(factory=dict)
    problems: list[Problem] = field(factory=list)

    def add(self, override: KeyOverride) -> None:
        """Apply an override; if two commands want the same key, the first one gets it."""
        name = override.command.text
        if name not in self.declared:
            hint = did_you_mean(name, self.declared) or lazy_gettext(" `bindertui config show` lists them.")
            self._add_problem(
                override.command, lazy_gettext("There is no command {name!r}.{hint}", name=name, hint=hint)
            )
            return
        fixed = tuple(key for key in self.declared[name] if key in FIXED_KEYS)
        keys = [key for value in override.keys if (key := self._key(name, value))]
        if override.keys and not keys:
            return
        self.overrides[name] = tuple(dict.fromkeys((*fixed, *keys)))
        if keys and not fixed and all(map(is_awkward, keys)):
            self._add_problem(
                override.command,
                lazy_gettext(
                    "{name!r} needs a ctrl, alt or function key, which some terminals and screen readers"
                    " keep for themselves. Add a plain key beside it.",
                    name=name,
                ),
                Level.WARNING,
            )

    def _key(self, name: str, value: ConfigValue) -> str | None:
        """Return the name of a key, or None if it cannot be used."""
        try:
            key = parse_key(value.text)
        except KeyNameError as error:
            self._add_problem(value, error.wording)
            return None
        if key in FIXED_KEYS:
            if key not in self.declared[name]:
                self._add_problem(
                    value,
                    lazy_gettext(
                        "The key {key!r} means the same everywhere and cannot be changed. Choose another.",
                        key=value.text,
                    ),
                )
            return None
        screens = [number for number, screen in enumerate(self.screens) if name in screen]
        for number in screens:
            other, place = self.assigned.get((number, key), (name, value))
            if other != name:
                self._add_problem(
                    value,
                    lazy_gettext(
                        "The key {key!r} is already that of {other!r}, on line {line}. Choose another.",
                        key=value.text,
                        other=other,
                        line=place.line,
                    ),
                )
                return None
        self.assigned |= {(number, key): (name, value) for number in screens}
        return key

    def build(self) -> dict[str, tuple[str, ...]]:
        """Return all changed keys: a key that is reassigned is taken from the command that had it."""
        changed = dict(self.overrides)
        for number, screen in enumerate(self.screens):
            for name, declared in screen.items():
                lost = {key for key in declared if self.assigned.get((number, key), (name,))[0] != name}
                if name in self.overrides or not lost:
                    continue
                changed[name] = tuple(key for key in changed.get(name, declared) if key not in lost)
                if not changed[name]:
                    self._report_lost_keys(name, (self.assigned[number, key] for key in declared if key in lost))
        return changed

    def _report_lost_keys(self, name: str, takers: Iterable[tuple[str, ConfigValue]]) -> None:
        taker, value = next(iter(takers))
        self._add_problem(
            value,
            lazy_gettext(
                "{key!r} was the key of {name!r}, which has none now that {taker!r} has it. Give it another.",
                key=value.text,
                name=name,
                taker=taker,
            ),
            Level.WARNING,
        )

    def _add_problem(self, place: ConfigValue, message: LazyString, level: Level = Level.ERROR) -> None:
        self.problems.append(Problem(self.file, place.line, place.column, level, message))
