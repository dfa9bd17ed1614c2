"""Parse the config file: settings and key bindings in YAML, with its problems; valid settings are used despite them."""

import os
from collections.abc import Iterator
from pathlib import Path

from attrs import define, field

from bindertui.errors import did_you_mean
from bindertui.i18n import LANGUAGES, LazyString, lazy_gettext
from bindertui.model.problems import Level, Problem
from bindertui.settings import THEMES, ConfigFile, ConfigValue, KeyOverride
from bindertui.store.files import decode_bytes, read_bytes
from bindertui.store.yaml.nodes import LINE_BREAK, Mapping, Node, NodeError, Scalar, Sequence, parse_yaml, resolve_alias

_YES_NO = {"yes": "yes", "true": "yes", "on": "yes", "no": "no", "false": "no", "off": "no"}
_CHOICES = {
    "language": {word: word for word in LANGUAGES},
    "theme": {word: word for word in THEMES},
    "colours": _YES_NO,
    "commits": _YES_NO,
}
"""The settings with a fixed set of values, and the value that each word stands for."""
_KNOWN = (*_CHOICES, "binder", "keys")


def load_config_file(file: Path) -> tuple[ConfigFile, tuple[Problem, ...]]:
    """Return the content of a config file and its problems."""
    parser = _ConfigParser(file)
    try:
        # It may be a link into a folder of config files, so links are followed.
        real = Path(os.path.realpath(file))
        text = decode_bytes(read_bytes(real, real.parent)).text
        if any(line.strip() and not line.lstrip().startswith("#") for line in LINE_BREAK.split(text)):
            parser.parse(parse_yaml(text))
    except NodeError as error:
        parser.add_problem(ConfigValue("", error.mark.line + 1, error.mark.column + 1), error.message)
    problems = tuple(sorted(parser.problems))
    mistakes = tuple(problem.located_message for problem in problems)
    return ConfigFile(file, parser.values, tuple(parser.wishes), mistakes), problems


@define
class _ConfigParser:
    """Collects the settings, key bindings and problems of a config file."""

    file: Path
    values: dict[str, ConfigValue] = field(factory=dict)
    wishes: list[KeyOverride] = field(factory=list)
    problems: list[Problem] = field(factory=list)

    def parse(self, root: Node) -> None:
        """Parse the whole file."""
        for name, value in self._pairs(
            root, lazy_gettext("This must be a mapping of the settings {known}.", known=", ".join(_KNOWN))
        ):
            if name.text not in _KNOWN:
                words = lazy_gettext(
                    "There is no setting {name!r}.{hint} Settings: {known}.",
                    name=name.text,
                    hint=did_you_mean(name.text, _KNOWN),
                    known=", ".join(_KNOWN),
                )
                self.add_problem(name, words)
            elif name.text == "keys":
                self._keys(value)
            else:
                self._setting(name.text, value)

    def _setting(self, name: str, node: Node) -> None:
        value = resolve_alias(node)
        words = _CHOICES.get(name)
        if not isinstance(value, Scalar) or value.empty:
            self.add_problem(
                _position(node), lazy_gettext("The setting {name!r} needs a value after the colon.", name=name)
            )
        elif words is None:
            self._path(name, value)
        elif word := words.get(value.value.lower()):
            self.values[name] = _config_value(value, word)
        else:
            listed = ", ".join(dict.fromkeys(words.values()))
            wrong = lazy_gettext(
                "The setting {name!r} must be one of {words}, not {value!r}.{hint}",
                name=name,
                words=listed,
                value=value.value,
                hint=did_you_mean(value.value, words),
            )
            self.add_problem(_position(node), wrong)

    def _path(self, name: str, written: Scalar) -> None:
        if "\0" in written.value:
            words = lazy_gettext(
                "{value!r} has a character that is not allowed in paths. Remove it.", value=written.value
            )
            self.add_problem(_position(written), words)
            return
        try:
            # Relative to the config file, since the working folder differs from run to run.
            path = Path(os.path.realpath(self.file)).parent / Path(written.value).expanduser()
            self.values[name] = _config_value(written, str(path))
        except RuntimeError:
            words = lazy_gettext(
                "The home folder in {value!r} cannot be found. Use the full path.", value=written.value
            )
            self.add_problem(_position(written), words)

    def _keys(self, node: Node) -> None:
        for command, value in self._pairs(
            node, lazy_gettext("`keys` must be a mapping of commands to keys, as in `quit: [q, x]`.")
        ):
            written = resolve_alias(value)
            items = written.items if isinstance(written, Sequence) else [written]
            keys = []
            for item in items:
                key = resolve_alias(item)
                if isinstance(key, Scalar) and (key.value or not key.plain):
                    keys.append(_config_value(key, key.value))
                else:
                    self.add_problem(
                        _position(item),
                        lazy_gettext(
                            "The value of {command!r} must be a key or a list of keys, as in [n, f3].",
                            command=command.text,
                        ),
                    )
            if keys or (isinstance(written, Sequence) and not items):
                self.wishes.append(KeyOverride(command, tuple(keys)))

    def _pairs(self, node: Node, expected: LazyString) -> Iterator[tuple[ConfigValue, Node]]:
        mapping = resolve_alias(node)
        if isinstance(mapping, Mapping):
            for name, (key, value) in mapping.items.items():
                yield ConfigValue(name, key.mark.line + 1, key.mark.column + 1), value
        else:
            self.add_problem(_position(node), expected)

    def add_problem(self, place: ConfigValue, message: LazyString) -> None:
        """Add a problem at a position."""
        self.problems.append(Problem(str(self.file), place.line, place.column, Level.ERROR, message))


def _position(node: Node) -> ConfigValue:
    return ConfigValue("", node.mark.line + 1, node.mark.column + 1)


def _config_value(node: Scalar, text: str) -> ConfigValue:
    return ConfigValue(text, node.mark.line + 1, node.mark.column + 1)
