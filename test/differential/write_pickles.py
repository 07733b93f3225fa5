"""Random values pickled by the real Python: write_pickles.py SEED COUNT prints a JSON list of
{"by", "protocol", "pickle": base64, "expected"}. `expected` is the typed form of the value itself, floats as the hex of their bits."""
import array
import base64
import collections
import datetime
import decimal
import enum
import fractions
import json
import math
import pathlib
import pickle
import random
import struct
import sys
import uuid
import warnings
import zoneinfo

import cloudpickle
import dill
import numpy as np
import sample_classes as sample
from starwhale import BoundingBox, ClassLabel, Image, Line, Link, MIMEType, Point, Text
from starwhale.api._impl import data_store

warnings.filterwarnings("ignore")
TEXTS = ["", "a", "label", "frog", "größe", "漢字", "🙂", "\ud800", "x\udfffy", "line\nbreak", "\\u0041", "\\", "a\\n'\"", "\x00\x1a\x7f", "\ufffd", "__proto__", "\ufeffx", "é" * 40, "long " * 60]
FLOATS = [0.0, -0.0, 1.0, 0.1, 1 / 3, math.nan, math.inf, -math.inf, 5e-324, 1.7976931348623157e308, 1e16, 1e-5, 1e22, 123456789.123]
INTS = [0, 1, -1, 127, 128, 255, 256, -128, -129, 65535, 65536, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**30, -(10**300)]
KINDS = {"b": "BOOL", "i1": "INT8", "i2": "INT16", "i4": "INT32", "u1": "INT16", "u2": "INT32", "f2": "FLOAT16", "f4": "FLOAT32"}
UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]


def number(type_, value):
    return {"type": type_, "value": value}


def text(value):
    return {"type": "STRING", "value": [ord(c) for c in value] if any(0xD800 <= ord(c) < 0xE000 for c in value) else value}


def integer(value):
    return number("INT64" if -(2**63) <= value < 2**63 else "INT", str(value))


def real(value, type_="FLOAT64"):
    return number(type_, "nan" if math.isnan(value) else struct.pack(">d", value).hex())


def pairs(entries):
    return {"type": "MAP", "value": [[typed(k), typed(v)] for k, v in entries]}


def instance(class_, attributes, name=None):
    return {"type": "OBJECT", "pythonType": name or f"{class_.__module__}.{class_.__qualname__}", "value": [[k, typed(v)] for k, v in attributes]}


class Made:
    """The expected form itself, where it is no value's."""

    def __init__(self, expected):
        self.expected = expected


def element(value, dtype):
    kind, size = dtype.kind, dtype.itemsize
    if kind == "O":
        return typed(value)
    if kind == "V":
        if dtype.names is None:
            return {"type": "BYTES", "value": base64.b64encode(value.tobytes()).decode()}
        return {"type": "MAP", "value": [[text(n), nested(np.asarray(value[n]), dtype[n].base if dtype[n].subdtype else dtype[n])] for n in dtype.names]}
    if kind == "U":
        return text(str(value))
    if kind == "S":
        return typed(bytes(value))
    if kind == "M":
        return typed(None) if np.isnat(value) else text(str(value))
    if kind == "m":
        if np.isnat(value):
            return typed(None)
        unit, count = np.datetime_data(dtype)
        steps = int(value.astype("int64")) * count
        if unit in "YM":
            return text(f"{steps} {'years' if unit == 'Y' else 'months'}")
        per = {"W": 604800, "D": 86400, "h": 3600, "m": 60, "s": 1}.get(unit)
        return real(float(fractions.Fraction(steps) * per if per else fractions.Fraction(steps, 10 ** (3 * (1 + ["ms", "us", "ns", "ps", "fs", "as"].index(unit))))))
    if kind == "c":
        part = {8: "FLOAT32", 16: "FLOAT64"}.get(size, "FLOAT64")
        return {"type": "LIST", "value": [real(float(value.real), part), real(float(value.imag), part)]}
    if kind == "b":
        return typed(bool(value))
    if kind == "f":
        return real(float(value), KINDS.get(f"f{size}", "FLOAT64"))
    short = KINDS.get(f"{kind}{size}")
    return number(short, str(int(value))) if short else integer(int(value))


def nested(values, dtype):
    if values.ndim == 0:
        return element(values[()], dtype)
    return {"type": "LIST", "value": [nested(values[i] if isinstance(values[i], np.ndarray) and values.ndim > 1 else np_item(values, i), dtype) for i in range(values.shape[0])]}


def np_item(values, index):
    one = np.empty((), dtype=values.dtype)
    one[()] = values[index]
    return one


def typed(v):
    c = type(v)
    if isinstance(v, Made):
        return v.expected
    if v is None:
        return {"type": "UNKNOWN", "value": None}
    if c is bool:
        return {"type": "BOOL", "value": v}
    if c is int:
        return integer(v)
    if c is float:
        return real(v)
    if c is str:
        return text(v)
    if c in (bytes, bytearray):
        return {"type": "BYTES", "value": base64.b64encode(v).decode()}
    if c in (list, set, frozenset, collections.deque):
        return {"type": "LIST", "value": [typed(i) for i in v]}
    if c is array.array and PROTOCOL < 3:
        return {"type": "LIST", "value": [typed(i) for i in v]}
    if c is array.array:
        return {"type": "LIST", "value": [element(np.array(i, dtype=v.typecode), np.dtype(v.typecode)) for i in v]}
    if c is tuple:
        return {"type": "TUPLE", "value": [typed(i) for i in v]}
    if c in (dict, collections.OrderedDict, collections.defaultdict, collections.Counter):
        return pairs(v.items())
    if isinstance(v, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(v)
        data = nested(np.asarray(v.data), v.dtype)
        return hide(data, mask)
    if isinstance(v, np.ndarray):
        return nested(v, v.dtype)
    if isinstance(v, np.generic):
        return element(v, v.dtype)
    if isinstance(v, np.dtype):
        return text(v.str)
    if c is complex:
        return {"type": "LIST", "value": [real(v.real), real(v.imag)]}
    if c in (datetime.date,):
        return text(v.isoformat())
    if c in (datetime.datetime, datetime.time):
        zone = v.tzinfo.key if isinstance(v.tzinfo, zoneinfo.ZoneInfo) else None
        return text(v.replace(tzinfo=None).isoformat() + f"[{zone}]" if zone and zone != "UTC" else v.isoformat() if zone != "UTC" else v.replace(tzinfo=datetime.timezone.utc).isoformat())
    if c is datetime.timedelta:
        return real(v.total_seconds())
    if c in (decimal.Decimal, fractions.Fraction, uuid.UUID) or isinstance(v, pathlib.PurePath):
        return text(str(v))
    if isinstance(v, enum.Enum):
        return text(str(v)) if v.__reduce_ex__(4)[0] is getattr else instance(c, [("_args", (v.value,))])
    if isinstance(v, type) or callable(v):
        return text(f"{v.__module__}.{v.__qualname__}")
    if c is data_store.Link:
        return instance(c, vars(v).items(), "LINK")
    if c is range:
        return instance(c, [("_args", (v.start, v.stop, v.step))], "builtins.range")
    if c is slice:
        return instance(c, [("_args", (v.start, v.stop, v.step))], "builtins.slice")
    if isinstance(v, sample.Guess):
        return instance(c, [("_args", tuple(v))])
    if isinstance(v, sample.Pair):
        return instance(c, [("_args", (tuple(v),))] if PROTOCOL >= 2 else [("_args", tuple(v))])
    if isinstance(v, (sample.Word, sample.Number)):
        return instance(c, [*vars(v).items(), ("_args", ((str if isinstance(v, str) else int)(v),))])
    if isinstance(v, sample.FrozenSlots):
        return instance(c, [("_state", [v.x, v.y])])
    if isinstance(v, sample.SlotsAndDict):
        return instance(c, [("c", v.c), ("a", v.a), ("b", v.b)])
    if isinstance(v, sample.Slots):
        return instance(c, [("a", v.a), ("b", v.b)])
    if isinstance(v, sample.Entries):
        return instance(c, [*vars(v).items(), *v.items()])
    if isinstance(v, sample.Items):
        return instance(c, [*vars(v).items(), *([("_items", list(v))] if v else [])])
    if isinstance(v, sample.OddState):
        return instance(c, [("_state", v.state)] if v.state else [])
    if isinstance(v, sample.Keywords) and PROTOCOL < 2:
        return instance(c, [])
    if isinstance(v, sample.Keywords):
        return instance(c, [*([("_args", v.args)] if v.args else []), *([("_kwargs", v.kwargs)] if v.kwargs else [])])
    if isinstance(v, BaseException):
        return instance(c, [*vars(v).items(), *([("_args", v.args)] if v.args else [])])
    return instance(c, vars(v).items())


def hide(data, mask):
    if mask.ndim == 0:
        return typed(None) if mask else data
    return {"type": "LIST", "value": [hide(d, m) for d, m in zip(data["value"], mask)]}


class Values:
    def __init__(self, rng):
        self.rng = rng
        self.made = []

    def text(self):
        return self.rng.choice(TEXTS)

    def integer(self):
        rng = self.rng
        return rng.choice((rng.choice(INTS), rng.randrange(-(2 ** rng.randrange(1, 90)), 2 ** rng.randrange(1, 90))))

    def floating(self):
        rng = self.rng
        return rng.choice((rng.choice(FLOATS), rng.gauss(0, 10 ** rng.randrange(-12, 18))))

    def scalar(self):
        rng = self.rng
        return rng.choice((
            lambda: None,
            lambda: rng.random() < 0.5,
            self.integer,
            self.floating,
            self.text,
            lambda: rng.randbytes(rng.choice((0, 1, 3, 300))),
            lambda: bytearray(rng.randbytes(rng.choice((0, 1, 3, 300)))),
        ))()

    def dtype(self, plain=False):
        rng = self.rng
        order = rng.choice("<>")
        return np.dtype(rng.choice((
            lambda: "?",
            lambda: rng.choice("<>") + rng.choice(("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")),
            lambda: order + rng.choice(("f2", "f4", "f8")),
            lambda: order + rng.choice(("c8", "c16")),
            lambda: rng.choice(("longdouble", "clongdouble")),
            lambda: f"{order}U{rng.randrange(1, 5)}",
            lambda: f"S{rng.randrange(1, 5)}",
            lambda: f"{order}M8[{rng.choice((1, 1, 3))}{rng.choice(UNITS)}]",
            lambda: f"{order}m8[{rng.choice((1, 1, 3))}{rng.choice(UNITS)}]",
            lambda: f"V{rng.randrange(1, 5)}",
            lambda: "O",
            lambda: "i8" if plain else [("label", "U3"), ("at", order + "i4", (2,)), ("deep", [("x", "f4")])],
            lambda: "f8" if plain else np.dtype({"names": ["a", "b"], "formats": ["i2", "f8"], "offsets": [2, 8], "itemsize": 24}),
        ))())

    def array(self):
        rng = self.rng
        dtype = self.dtype()
        shape = tuple(rng.choice((0, 1, 2, 3, 4)) for _ in range(rng.randrange(4)))
        count = int(np.prod(shape, dtype=int))
        if dtype.hasobject:
            values = np.empty(shape, dtype=dtype)
            for index in np.ndindex(*shape):
                values[index] = self.scalar()
        else:
            raw = bytearray(rng.randbytes(count * dtype.itemsize))
            values = np.frombuffer(raw, dtype=dtype, count=count).reshape(shape).copy()
            values = self.sound(values, dtype)
        how = rng.randrange(6)
        if how == 0:
            values = np.asfortranarray(values)
        elif how == 1:
            values = values.T
        elif how == 2 and values.ndim > 0:
            values = values[::2]
        elif how == 3 and values.ndim > 2:
            values = values.transpose(1, 2, 0)
        elif how == 4 and dtype.kind in "iuf" and dtype != np.longdouble:
            values = np.ma.array(values, mask=[rng.random() < 0.3 for _ in range(values.size)])
            values = values.reshape(shape)
        return values

    def sound(self, values, dtype):
        """Values that the type can have, if not all bits are valid."""
        rng = self.rng
        if dtype.fields:
            for name in dtype.names:
                inner = dtype[name].base
                values[name] = self.sound(values[name].astype(inner), inner)
            return values
        flat = np.empty(values.size, dtype=dtype)
        for i in range(values.size):
            if dtype.kind == "U":
                flat[i] = "".join(rng.choice("ab漢🙂") for _ in range(rng.randrange(dtype.itemsize // 4 + 1)))
            elif dtype.kind in "Mm":
                flat[i] = np.array(rng.choice((0, 1, -1, -(2**63), rng.randrange(-(2 ** rng.choice((8, 20, 50))), 2 ** rng.choice((8, 20, 50))))), dtype="int64").astype("int64").view(dtype.newbyteorder("="))
            elif dtype.kind in "fc" and dtype.itemsize > (8 if dtype.kind == "f" else 16):
                flat[i] = self.floating()
            elif dtype.kind == "b":
                flat[i] = rng.random() < 0.5
            else:
                flat[i] = values.reshape(-1)[i]
        return flat.reshape(values.shape)

    def numpy_scalar(self):
        array = self.array()
        while array.size == 0 or array.dtype.hasobject or isinstance(array, np.ma.MaskedArray):
            array = self.array()
        return array.reshape(-1)[0]

    def zone(self):
        rng = self.rng
        return rng.choice((
            None,
            datetime.timezone.utc,
            datetime.timezone(datetime.timedelta(seconds=rng.randrange(-86000, 86000))),
            datetime.timezone(datetime.timedelta(hours=8), "CST"),
            zoneinfo.ZoneInfo("UTC") if rng.random() < 0.5 else zoneinfo.ZoneInfo("Europe/Berlin"),
        ))

    def standard(self):
        rng = self.rng
        clock = lambda: (rng.randrange(24), rng.randrange(60), rng.randrange(60), rng.choice((0, rng.randrange(10**6))))
        date = lambda: (rng.randrange(1, 9999), rng.randrange(1, 13), rng.randrange(1, 29))
        time = lambda: datetime.time(*clock(), rng.choice((None, datetime.timezone.utc)), fold=rng.randrange(2))
        return rng.choice((
            lambda: datetime.datetime(*date(), *clock(), self.zone(), fold=rng.randrange(2)),
            lambda: datetime.date(*date()),
            time,
            lambda: datetime.timedelta(rng.randrange(-(10**6), 10**6), rng.randrange(86400), rng.randrange(10**6)),
            lambda: decimal.Decimal(rng.choice(("1.50", "-0", "NaN", "Infinity", "1E+100", "0.1", "123456789012345678901234567890.5"))),
            lambda: fractions.Fraction(rng.randrange(-99, 99), rng.randrange(1, 99)),
            lambda: complex(self.floating(), self.floating()),
            lambda: uuid.UUID(int=rng.getrandbits(rng.choice((8, 128)))),
            lambda: pathlib.PurePosixPath(rng.choice((".", "/", "/a/b", "a/b.txt", "//a/b"))),
            lambda: pathlib.Path(rng.choice((".", "/", "/a/b", "a/b.txt"))),
            lambda: pathlib.PureWindowsPath(rng.choice((".", "C:\\a\\b", "a\\b", "C:\\", "\\\\host\\share\\x"))),
            lambda: array.array(rng.choice("bBhHiIlLqQ"), [rng.randrange(100) for _ in range(rng.randrange(4))]),
            lambda: array.array(rng.choice("fd"), [0.5, 1.25]),
            lambda: np.dtype(rng.choice(("f4", ">i8", "U3", "?"))),
        ))()

    def collection(self, depth):
        rng, count = self.rng, self.rng.choice((0, 1, 2, 3, 12))
        inner = lambda: self.value(depth + 1)
        keys = lambda: {self.key(): inner() for _ in range(count)}
        hashable = lambda: [self.key() for _ in range(count)]
        return rng.choice((
            lambda: [inner() for _ in range(count)],
            lambda: tuple(inner() for _ in range(count)),
            keys,
            lambda: {self.text(): inner() for _ in range(count)},
            lambda: collections.OrderedDict(keys()),
            lambda: collections.defaultdict(rng.choice((list, int, None)), keys()),
            lambda: collections.Counter({self.text(): rng.randrange(9) for _ in range(count)}),
            lambda: collections.deque([inner() for _ in range(count)], rng.choice((None, 20))),
            lambda: set(hashable()),
            lambda: frozenset(hashable()),
        ))()

    def key(self):
        rng = self.rng
        return rng.choice((
            self.text,
            self.text,
            self.integer,
            lambda: rng.random() < 0.5,
            lambda: rng.randbytes(2),
            lambda: rng.randrange(9) + 0.5,
            lambda: (rng.randrange(9), "t", (1.5, None)),
            lambda: None,
            lambda: frozenset((1,)),
        ))()

    def instance(self, depth):
        rng, inner = self.rng, lambda: self.value(depth + 1)
        names = lambda: {name: inner() for name in rng.sample(("a", "b", "label", "__proto__", "größe"), rng.randrange(4))}

        def with_attributes(made):
            made.__dict__.update(rng.choice(({}, {"note": inner()})))
            return made

        return rng.choice((
            lambda: sample.Plain(**names()),
            lambda: sample.Outer.Inner(inner()),
            lambda: sample.Box(rng.randrange(9), self.text()),
            lambda: sample.Frozen(rng.randrange(9)),
            lambda: sample.FrozenSlots(rng.randrange(9), inner()),
            lambda: sample.Slots(inner(), inner()),
            lambda: sample.SlotsAndDict(inner(), inner(), inner()),
            lambda: with_attributes(sample.Entries(names())),
            lambda: with_attributes(sample.Items([inner() for _ in range(rng.randrange(3))])),
            lambda: with_attributes(sample.Word(self.text())),
            lambda: with_attributes(sample.Number(self.integer())),
            lambda: sample.Guess(self.text(), inner()),
            lambda: sample.OddState(rng.choice(([1, "x"], (1, 2, 3), "text", {1: 2}))),
            lambda: sample.Keywords(*rng.choice(((), (1, 2))), **rng.choice(({}, {"k": 1}))),
            lambda: sample.Failure("it failed", inner()),
            lambda: ValueError("bad"),
            lambda: rng.choice(list(sample.Color)),
            lambda: rng.choice((sample.Plain, sample.Outer.Inner, sample.function, np.float32)),
            lambda: range(rng.randrange(9)),
            lambda: slice(1, None),
            lambda: Point(rng.randrange(9), 1.5),
            lambda: BoundingBox(1, 2, 3, 4),
            lambda: ClassLabel(["a", "b"]),
            lambda: Line([Point(1, 2)]),
            lambda: Text("some text"),
            lambda: Image(b"png", display_name="x.png", mime_type=MIMEType.PNG),
            lambda: Link("s3://bucket/key", offset=3),
            lambda: data_store.Link("u", "shown", "text/plain"),
        ))()

    def value(self, depth=0):
        rng = self.rng
        if self.made and rng.random() < 0.08:
            return rng.choice(self.made)
        if depth > 3 or rng.random() < 0.3:
            made = self.scalar()
        else:
            made = rng.choice((lambda: self.collection(depth), lambda: self.collection(depth), self.array, self.numpy_scalar, self.standard, lambda: self.instance(depth)))()
        self.made.append(made)
        return made


PROTOCOL = 0


def main(seed, count):
    global PROTOCOL
    rng = random.Random(seed)
    writers = {"pickle": pickle.dumps, "dill": dill.dumps, "cloudpickle": cloudpickle.dumps}
    out = []
    for index in range(count):
        value = Values(rng).value()
        by = rng.choice(list(writers))
        protocol = PROTOCOL = rng.randrange(2 if by == "cloudpickle" else 0, 6)
        try:
            pickled = writers[by](value, protocol=protocol)
        except (pickle.PicklingError, TypeError, ValueError):
            continue
        out.append({"by": by, "protocol": protocol, "pickle": base64.b64encode(pickled).decode(), "expected": typed(value)})
    json.dump(out, sys.stdout)


main(int(sys.argv[1]), int(sys.argv[2]))
