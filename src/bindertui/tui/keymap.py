"""Commands as the bindings of screens and widgets; their keys are looked up by the command's id in the app's keymap.

The keys of one session: those of the commands' declarations, and in their place those that a config file wants.

The wishes of a config file for keys, as far as they can be granted.

An app whose keys are those of its session, and how screens and widgets learn them.
"""

from collections.abc import Iterable, Mapping

from attrs import define, evolve, field

from bindertui._frozen import frozen
from bindertui.errors import did_you_mean
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.model.problems import Level, Problem
from bindertui.settings import ConfigFile, ConfigValue, KeyOverride
from bindertui.tui.commands import COMMANDS, HISTORY, Command
from bindertui.tui.edit_commands import EDIT_COMMANDS
from bindertui.tui.key_names import LASTING, MOVE_KEYS, KeyNameError, is_awkward, key_character, parse_key

_NO_KEY = "no_key"
"""What a command without keys is bound to: no terminal sends it."""


@frozen
class Keymap:
    """Which keys run which command.

    Attributes:
        changed: the keys of the commands whose keys are others than declared, by the command's id.
    """

    changed: Mapping[str, tuple[str, ...]] = field(factory=dict)

    def keys(self, identifier: str, declared: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of a command or a move, the one that is shown first."""
        return self.changed.get(identifier, declared)

    def moves(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of some moves beside those that always move."""
        return tuple(key for name in names for key in self.keys(name, MOVE_KEYS[name]) if key not in LASTING)

    def applied(self, commands: tuple[Command, ...], *, typing: bool = False) -> tuple[Command, ...]:
        """Commands with the keys they have in this session.

        Args:
            commands: as they are declared.
            typing: whether text is typed meanwhile, so that only keys count that type none; without any, a command is
                left out.
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
        """The changed keys by the ids of bindings, as Textual's keymap wants them."""
        return {name: ",".join(keys) or _NO_KEY for name, keys in self.changed.items()}


_NEVER_HERE = {"link", "edit.fill-in"}
"""Commands whose keys never change: → and ← step through links, Enter fills in."""


def _screens() -> tuple[dict[str, tuple[str, ...]], ...]:
    """The commands of each screen and their keys; no two commands of a screen share a key."""
    return tuple(
        # A command of the screen goes before a move with the same key, as Space does among the versions.
        {name: keys for name, keys in MOVE_KEYS.items() if not {*keys} & {key for each in table for key in each.keys}}
        | {command.id: command.keys for command in table if command.id not in _NEVER_HERE}
        for table in (COMMANDS, HISTORY, EDIT_COMMANDS)
    )


def declared_keys() -> dict[str, tuple[str, ...]]:
    """Every command and move whose keys can be changed, with those it is declared with, by its id."""
    return {name: keys for screen in _screens() for name, keys in screen.items()}


def validate_keymap(written: ConfigFile | None) -> tuple[Keymap, tuple[Problem, ...]]:
    """The keys that a config file leads to, and what of it cannot be done; whatever can be done counts."""
    if written is None or not written.key_overrides:
        return Keymap(), ()
    wanting = _Wanting(str(written.path))
    for wish in written.key_overrides:
        wanting.take(wish)
    changed = wanting.settled()
    return Keymap(changed), tuple(sorted(wanting.problems))


@define
class _Wanting:
    """The wishes that have been granted so far."""

    file: str
    screens: tuple[dict[str, tuple[str, ...]], ...] = field(factory=_screens)
    declared: dict[str, tuple[str, ...]] = field(factory=declared_keys)
    granted: dict[str, tuple[str, ...]] = field(factory=dict)
    places: dict[tuple[int, str], tuple[str, ConfigValue]] = field(factory=dict)
    problems: list[Problem] = field(factory=list)

    def take(self, wish: KeyOverride) -> None:
        """Grant a wish as far as possible; of two that want the same key, the first has it."""
        name = wish.command.text
        if name not in self.declared:
            hint = did_you_mean(name, self.declared) or lazy_gettext(" `bindertui config show` lists them.")
            self._wrong(wish.command, lazy_gettext("There is no command {name!r}.{hint}", name=name, hint=hint))
            return
        lasting = tuple(key for key in self.declared[name] if key in LASTING)
        keys = [key for said in wish.keys if (key := self._key(name, said))]
        if wish.keys and not keys:
            return
        self.granted[name] = tuple(dict.fromkeys((*lasting, *keys)))
        if keys and not lasting and all(map(is_awkward, keys)):
            self._wrong(
                wish.command,
                lazy_gettext(
                    "{name!r} needs a ctrl, alt or function key, which some terminals and screen readers"
                    " keep for themselves. Add a plain key beside it.",
                    name=name,
                ),
                Level.WARNING,
            )

    def _key(self, name: str, said: ConfigValue) -> str | None:
        """The key, if it can be had."""
        try:
            key = parse_key(said.text)
        except KeyNameError as error:
            self._wrong(said, error.wording)
            return None
        if key in LASTING:
            if key not in self.declared[name]:
                self._wrong(
                    said,
                    lazy_gettext(
                        "The key {key!r} means the same everywhere and cannot be changed. Choose another.",
                        key=said.text,
                    ),
                )
            return None
        screens = [number for number, screen in enumerate(self.screens) if name in screen]
        for number in screens:
            other, place = self.places.get((number, key), (name, said))
            if other != name:
                self._wrong(
                    said,
                    lazy_gettext(
                        "The key {key!r} is already that of {other!r}, on line {line}. Choose another.",
                        key=said.text,
                        other=other,
                        line=place.line,
                    ),
                )
                return None
        self.places |= {(number, key): (name, said) for number in screens}
        return key

    def settled(self) -> dict[str, tuple[str, ...]]:
        """All changed keys: a key that was wished for is no longer that of the command it belonged to."""
        changed = dict(self.granted)
        for number, screen in enumerate(self.screens):
            for name, declared in screen.items():
                lost = {key for key in declared if self.places.get((number, key), (name,))[0] != name}
                if name in self.granted or not lost:
                    continue
                changed[name] = tuple(key for key in changed.get(name, declared) if key not in lost)
                if not changed[name]:
                    self._left_without(name, (self.places[number, key] for key in declared if key in lost))
        return changed

    def _left_without(self, name: str, takers: Iterable[tuple[str, ConfigValue]]) -> None:
        taker, said = next(iter(takers))
        self._wrong(
            said,
            lazy_gettext(
                "{key!r} was the key of {name!r}, which has none now that {taker!r} has it. Give it another.",
                key=said.text,
                name=name,
                taker=taker,
            ),
            Level.WARNING,
        )

    def _wrong(self, place: ConfigValue, message: LazyString, level: Level = Level.ERROR) -> None:
        self.problems.append(Problem(self.file, place.line, place.column, level, message))
