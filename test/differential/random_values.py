"""Random values of every type that the real client can store."""
import math

import numpy as np
from custom_objects import Reading
from starwhale import BoundingBox, BoundingBox3D, ClassLabel, COCOObjectAnnotation, Line, Link, Point, Polygon
from starwhale.api._impl import data_store
from starwhale.base.data_type import JsonDict, Sequence

CHARACTERS = "abc XYZ 019 äßé漢字🙂\u200d\u0301\t\n\r\"\\/<>&'\u2028\u2029\x00\x1b\x7f\ufeff\uffff"
FLOATS = [0.0, -0.0, 1.0, 0.1, 1 / 3, math.nan, math.inf, -math.inf, 5e-324, 1.7976931348623157e308, 1e16, 1e-5, 1e-4, 123456789.123, 1e21, 1e22]
NAMES = ["a", "b", "value", "__proto__", "constructor", "toString", "length", "0", "10", "9", "x/y", "a b", "col:1", "-dash", "_", "UPPER", "hasOwnProperty"]


class Values:
    def __init__(self, rng):
        self.rng = rng

    def text(self, length=None):
        rng = self.rng
        return "".join(rng.choice(CHARACTERS) for _ in range(rng.randrange(25) if length is None else length))

    def integer(self):
        rng = self.rng
        bits = rng.choice((8, 16, 32, 53, 54, 64))
        low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        return rng.choice((0, 1, -1, low, high, rng.randint(low, high)))

    def narrow_integer(self):
        rng = self.rng
        kind, bits = rng.choice(((np.int8, 8), (np.int16, 16), (np.int32, 32), (np.int64, 64)))
        return kind(rng.choice((-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, rng.randrange(-100, 100))))

    def floating(self):
        rng = self.rng
        return rng.choice((rng.choice(FLOATS), rng.gauss(0, 10 ** rng.randrange(-12, 18)), float(rng.randrange(1000))))

    def narrow_float(self):
        with np.errstate(all="ignore"):
            return self.rng.choice((np.float16, np.float32, np.float64))(self.floating())

    def scalar(self):
        rng = self.rng
        return rng.choice((
            lambda: None,
            lambda: rng.random() < 0.5,
            self.integer,
            self.narrow_integer,
            self.floating,
            self.narrow_float,
            self.text,
            lambda: rng.randbytes(rng.randrange(20)),
        ))()

    def plain_object(self, depth):
        rng, number = self.rng, lambda: self.rng.choice((self.rng.randrange(99), round(self.rng.uniform(-9, 9), 3)))
        point, box = (lambda: Point(number(), number())), (lambda: BoundingBox(number(), number(), number(), number()))

        def coco():
            one = COCOObjectAnnotation(rng.randrange(9), rng.choice(("i", 7)), 1, number(), rng.choice((box(), [1, 2.5])), rng.randrange(2))
            one.segmentation = rng.choice(([1.0, 2.5], {"size": [3, 4], "counts": [1, 2]}))
            return one

        return rng.choice((
            point,
            box,
            coco,
            lambda: BoundingBox3D(box(), box()),
            lambda: ClassLabel(rng.choice((["a", "b"], [1, 2.5, "c"], []))),
            lambda: Line([point() for _ in range(rng.randrange(3))]),
            lambda: Polygon([point() for _ in range(rng.randrange(4))]),
            lambda: Link("s3://bucket/" + str(rng.randrange(99)), offset=rng.randrange(9), size=3, note="n"),
            lambda: data_store.Link("u", rng.choice((None, "shown")), "text/plain"),
            lambda: JsonDict({rng.choice(NAMES): rng.choice((1, "x", [1, {"deep": 2.5}], {"inner": None})) for _ in range(3)}),
            lambda: Sequence([1, "a", (2.5, {"k": [None]})]),
            lambda: Reading(self.text(), [self.value(depth + 1) for _ in range(2)]),
        ))()

    def map_key(self):
        rng = self.rng
        return rng.choice((
            lambda: rng.choice(NAMES),
            self.text,
            self.integer,
            lambda: rng.random() < 0.5,
            lambda: rng.randbytes(3),
            lambda: rng.randrange(9) + 0.5,
            lambda: (rng.randrange(9), "t"),
            lambda: None,
        ))()

    def value(self, depth=0):
        rng = self.rng
        if depth > 3 or rng.random() < 0.55:
            return self.scalar()
        count = rng.choice((0, 1, 2, 3, 7))
        return rng.choice((
            lambda: [self.value(depth + 1) for _ in range(count)],
            lambda: [rng.randrange(99) for _ in range(count)],
            lambda: tuple(self.value(depth + 1) for _ in range(count)),
            lambda: {rng.choice(NAMES): self.value(depth + 1) for _ in range(count)},
            lambda: {self.map_key(): self.value(depth + 1) for _ in range(count)},
            lambda: self.plain_object(depth),
        ))()

    def storable(self):
        """A value that the client can write and read back; others cannot be compared."""
        while True:
            value = self.value()
            try:
                data_store.Record.loads(data_store.Record({"c": value}).dumps())
                return value
            except Exception:
                continue
