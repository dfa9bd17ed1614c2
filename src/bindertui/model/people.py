"""Who may use a binder over the network, as an access file says it."""

from bindertui.model.fields import Role as Meaning
from bindertui.model.fields import declared
from bindertui.model.kinds import Anonymous, Role
from bindertui.values import frozen


@frozen
class Person:
    """Someone who is known by their keys."""

    name: str = declared(Meaning.ID, "How they are named: in the history of what they save, and to others who edit.")
    role: Role = declared(Meaning.CHOICE, "What they may do.", choices=Role)
    keys: tuple[str, ...] = declared(Meaning.CODE, "Their public keys, each a line as in a file that ends in .pub.")


@frozen
class Access:
    """An access file."""

    people: tuple[Person, ...] = declared(Meaning.NEST, "The people who may log in.", default=())
    anonymous: Anonymous = declared(
        Meaning.CHOICE, "What people without a key may do.", default=Anonymous.NONE, choices=Anonymous
    )
