"""Writes the dataset `signs` with the real client: 20 numbers with their signs, four of them wrong."""
from starwhale import dataset

with dataset("signs", create="empty") as signs:
    for index in range(20):
        number = index - 9.5
        is_plus = (number >= 0) != (index in (0, 5, 10, 15))
        signs.append((index, {"number": number, "label": "plus" if is_plus else "minus"}))
    signs.commit()
