"""A user's own datastore class: rows with one can be read only if this module can be imported."""
from starwhale.api._impl.data_store import SwObject


class Reading(SwObject):
    def __init__(self, sensor="", values=None):
        self.sensor = sensor
        self.values = [] if values is None else values
