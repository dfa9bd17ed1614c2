"""Values of the model as bytes, and back."""

import io
import pickle
from typing import Any

from bindertui.speech import Wording


def pickled(value: Any) -> bytes:
    """A value as bytes."""
    stream = io.BytesIO()
    _ModelPickler(stream, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def unpickled(data: bytes) -> Any:
    """What bytes were before; an exception of some kind where `pickled` made them of no value of the model."""
    return _ModelUnpickler(io.BytesIO(data)).load()


class _ModelPickler(pickle.Pickler):
    """Writes what a value was made of, in the order its class takes it: making it anew is faster than filling it."""

    def reducer_override(self, value: Any) -> Any:
        fields = getattr(type(value), "__attrs_attrs__", None)
        if fields is None:
            return NotImplemented
        return type(value), tuple(getattr(value, field.name) for field in fields)


class _ModelUnpickler(pickle.Unpickler):
    """Makes values of the model and nothing else, whatever a file in the cache asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.startswith("bindertui.model.") or module == Wording.__module__) and "." not in name:
            found = super().find_class(module, name)
            # Not what a module of the model has imported, nor its functions: only its own classes.
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value of the model")
