"""What ruamel's parser in C says of a text."""

from collections.abc import Iterator

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined] # in C, from one of two modules
from ruamel.yaml.events import Event


def events(text: str) -> Iterator[Event]:
    """The events of a text, one after another.

    Not through `ruamel.yaml.YAML`, which looks for plug-ins on the disk and makes classes for every text it is given.

    Raises:
        YAMLError: the text cannot be read on; from the iterator, or at once.
        UnicodeEncodeError: it holds half a character.
    """
    return iter(CParser(text).get_event, None)
