"""Classes of every kind that people's models return."""
import collections
import dataclasses
import enum

Guess = collections.namedtuple("Guess", "label score")


class Plain:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Outer:
    class Inner:
        def __init__(self, value):
            self.value = value


@dataclasses.dataclass
class Box:
    x: int
    name: str = "box"


@dataclasses.dataclass(frozen=True)
class Frozen:
    x: int


@dataclasses.dataclass(frozen=True, slots=True)
class FrozenSlots:
    x: int
    y: object


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b


class SlotsAndDict(Slots):
    def __init__(self, a, b, c):
        super().__init__(a, b)
        self.c = c


class Entries(dict):
    pass


class Items(list):
    pass


class Word(str):
    pass


class Number(int):
    pass


class Pair(tuple):
    pass


class OddState:
    def __init__(self, state):
        self.state = state

    def __getstate__(self):
        return self.state

    def __setstate__(self, state):
        self.state = state


class Keywords:
    def __new__(cls, *args, **kwargs):
        made = super().__new__(cls)
        made.args, made.kwargs = args, kwargs
        return made

    def __getnewargs_ex__(self):
        return self.args, self.kwargs

    def __getstate__(self):
        return None


class Failure(Exception):
    pass


class Color(enum.Enum):
    RED = 1
    GREEN = "green"


def function():
    return None
