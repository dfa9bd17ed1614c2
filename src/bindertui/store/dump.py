"""Plain data as YAML text."""

from io import StringIO

from ruamel.yaml import YAML

from bindertui.model.plain import Plain

_NO_FOLDING = 1_000_000
"""A text stays on its line: where the emitter folds one it leaves a space at the end of the line."""


def dump(value: Plain) -> str:
    """A YAML document in block style, keys in their order, quoted wherever YAML would read a text as something else."""
    emitter = YAML(typ="safe", pure=True)
    emitter.default_flow_style = False
    emitter.allow_unicode = True
    emitter.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    emitter.width = _NO_FOLDING
    stream = StringIO()
    emitter.dump(value, stream)
    return stream.getvalue().removesuffix("...\n")
