"""Item difficulty and the share of every option.

p = Σ points earned / (n · points of the item): the facility index of classical test theory (Lord & Novick 1968,
ch. 15; Moodle's "facility index" is the same ratio). n counts every turn on whose paper the item stood; no answer
earns nothing and stays in n. Answers that could not be graded leave both sums.
"""

import json

import pandas as pd


def difficulty(items: pd.DataFrame, answers: pd.DataFrame, sat: pd.DataFrame) -> pd.DataFrame:
    """By revision: `n` (turns that had it), `answered`, `ungraded`, `earned` and `possible` (hundredths).

    p is earned / possible and is left to the caller, who rounds it and knows how to say "nothing known".
    items: item, paper, revision, most; answers: item, n, points, ungraded; sat: paper, n.
    """
    given = answers.assign(blank=(answers["value"] == "[]") * answers["n"])
    given = given.groupby("item")[["n", "points", "ungraded", "blank"]].sum()
    stood = items.merge(sat.rename(columns={"n": "sat"}), on="paper").merge(
        given, left_on="item", right_index=True, how="left"
    )
    stood = stood.fillna({"n": 0, "points": 0, "ungraded": 0, "blank": 0})
    per_item = pd.DataFrame(
        {
            "revision": stood["revision"],
            "n": stood["sat"] - stood["ungraded"],
            "answered": stood["n"] - stood["blank"] - stood["ungraded"],
            "ungraded": stood["ungraded"],
            "earned": stood["points"],
            "possible": (stood["sat"] - stood["ungraded"]) * stood["most"],
        }
    )
    return per_item.astype("int64").groupby("revision").sum().sort_index()


def option_counts(items: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """By revision and option code: `n`, how many turns chose it. An answer may choose several."""
    chosen = answers.merge(items[["item", "revision"]], on="item")
    chosen = chosen.assign(option=[json.loads(value) for value in chosen["value"]]).explode("option")
    counts = chosen.dropna(subset=["option"]).groupby(["revision", "option"])["n"].sum()
    return counts.astype("int64").to_frame()
