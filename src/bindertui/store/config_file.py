"""The config file: a YAML file of settings and keys to what it says and what is wrong with it."""

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
"""The settings that are chosen from a few words, and what each word means."""
_KNOWN = (*_CHOICES, "binder", "keys")


def load_config_file(file: Path) -> tuple[ConfigFile, tuple[Problem, ...]]:
    """What a config file says, with what is wrong with it; whatever is right counts."""
    reading = _Reading(file)
    try:
        # It may be a link, as those who keep such files in one place like to have it.
        real = Path(os.path.realpath(file))
        text = decode_bytes(read_bytes(real, real.parent)).text
        if any(line.strip() and not line.lstrip().startswith("#") for line in LINE_BREAK.split(text)):
            reading.take(parse_yaml(text))
    except NodeError as error:
        reading.wrong(ConfigValue("", error.mark.line + 1, error.mark.column + 1), error.message)
    problems = tuple(sorted(reading.problems))
    mistakes = tuple(problem.located_message for problem in problems)
    return ConfigFile(file, reading.values, tuple(reading.wishes), mistakes), problems


@define
class _Reading:
    """What has been read of a file so far."""

    file: Path
    values: dict[str, ConfigValue] = field(factory=dict)
    wishes: list[KeyOverride] = field(factory=list)
    problems: list[Problem] = field(factory=list)

    def take(self, root: Node) -> None:
        """Take in the whole file."""
        for name, value in self._pairs(
            root, lazy_gettext("Settings ({known}) are expected here, each with its value.", known=", ".join(_KNOWN))
        ):
            if name.text not in _KNOWN:
                words = lazy_gettext(
                    "There is no setting {name!r}.{hint} Known are {known}.",
                    name=name.text,
                    hint=did_you_mean(name.text, _KNOWN),
                    known=", ".join(_KNOWN),
                )
                self.wrong(name, words)
            elif name.text == "keys":
                self._keys(value)
            else:
                self._setting(name.text, value)

    def _setting(self, name: str, node: Node) -> None:
        value = resolve_alias(node)
        words = _CHOICES.get(name)
        if not isinstance(value, Scalar) or value.empty:
            self.wrong(
                _at(node), lazy_gettext("The setting {name!r} needs a word. Write it behind the colon.", name=name)
            )
        elif words is None:
            self._path(name, value)
        elif word := words.get(value.value.lower()):
            self.values[name] = _said(value, word)
        else:
            listed = ", ".join(dict.fromkeys(words.values()))
            wrong = lazy_gettext(
                "The setting {name!r} is one of {words}, not {value!r}.{hint}",
                name=name,
                words=listed,
                value=value.value,
                hint=did_you_mean(value.value, words),
            )
            self.wrong(_at(node), wrong)

    def _path(self, name: str, written: Scalar) -> None:
        if "\0" in written.value:
            words = lazy_gettext("{value!r} holds a character that no path can have. Remove it.", value=written.value)
            self.wrong(_at(written), words)
            return
        try:
            # A path is meant from where the file lies: the working folder is another one each time.
            path = Path(os.path.realpath(self.file)).parent / Path(written.value).expanduser()
            self.values[name] = _said(written, str(path))
        except RuntimeError:
            words = lazy_gettext(
                "The home folder in {value!r} cannot be found. Write the whole path.", value=written.value
            )
            self.wrong(_at(written), words)

    def _keys(self, node: Node) -> None:
        for command, value in self._pairs(
            node, lazy_gettext("Commands are expected below `keys`, each with its keys: `quit: [q, x]`.")
        ):
            written = resolve_alias(value)
            items = written.items if isinstance(written, Sequence) else [written]
            keys = []
            for item in items:
                key = resolve_alias(item)
                if isinstance(key, Scalar) and (key.value or not key.plain):
                    keys.append(_said(key, key.value))
                else:
                    self.wrong(
                        _at(item),
                        lazy_gettext(
                            "The keys of {command!r} are a key or a list of keys, as in [n, f3].", command=command.text
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
            self.wrong(_at(node), expected)

    def wrong(self, place: ConfigValue, message: LazyString) -> None:
        """Note what is wrong at a place."""
        self.problems.append(Problem(str(self.file), place.line, place.column, Level.ERROR, message))


def _at(node: Node) -> ConfigValue:
    return ConfigValue("", node.mark.line + 1, node.mark.column + 1)


def _said(node: Scalar, text: str) -> ConfigValue:
    return ConfigValue(text, node.mark.line + 1, node.mark.column + 1)
