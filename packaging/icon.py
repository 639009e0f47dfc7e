#!/usr/bin/env python3
"""Draws packaging/taizhang.ico: a sheet with a red head, and a green tick on it. The same bytes every time."""

import struct
from pathlib import Path

SIZES = (16, 24, 32, 48)
# Points in a pixel, each way, that its colour is the mean of.
FINE = 8

EDGE, SHEET, HEAD, LINE, TICK = (70, 80, 90), (255, 255, 255), (200, 40, 40), (170, 180, 190), (20, 150, 60)


def distance(x, y, ax, ay, bx, by):
    """From a point to the line between two others."""
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
    along = min(1, max(0, along))
    return ((x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2) ** 0.5


def colour(x, y):
    """The colour at a point of the unit square; None is nothing."""
    tick = min(distance(x, y, 0.30, 0.62, 0.46, 0.80), distance(x, y, 0.46, 0.80, 0.86, 0.36))
    if tick < 0.075:
        return TICK
    if not (0.10 < x < 0.86 and 0.03 < y < 0.97):
        return None
    if tick < 0.125:
        return SHEET
    if not (0.15 < x < 0.81 and 0.08 < y < 0.92):
        return EDGE
    if y < 0.28:
        return HEAD
    if 0.23 < x < 0.73 and (0.38 < y < 0.44 or 0.54 < y < 0.60):
        return LINE
    return SHEET


def pixel(column, row, size):
    points = [(column + (i + 0.5) / FINE, row + (j + 0.5) / FINE) for i in range(FINE) for j in range(FINE)]
    seen = [c for c in (colour(x / size, y / size) for x, y in points) if c]
    if not seen:
        return bytes(4)
    red, green, blue = (round(sum(c[i] for c in seen) / len(seen)) for i in range(3))
    return bytes((blue, green, red, round(255 * len(seen) / FINE**2)))


def image(size):
    """A bitmap from the lowest row up, and a mask that leaves all to the bitmap's own alpha."""
    head = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    pixels = b"".join(pixel(column, row, size) for row in reversed(range(size)) for column in range(size))
    return head + pixels + bytes((size + 31) // 32 * 4 * size)


images = [image(size) for size in SIZES]
icon, at = struct.pack("<HHH", 0, 1, len(SIZES)), 6 + 16 * len(SIZES)
for size, data in zip(SIZES, images):
    icon += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(data), at)
    at += len(data)
Path(__file__).with_name("taizhang.ico").write_bytes(icon + b"".join(images))
