"""What the OpenAPI document cannot say, for scripts/schemathesis.sh: which texts are dates, JSON or customers, and which places
there are."""

import json
from datetime import date
from uuid import uuid4

import schemathesis
from hypothesis import strategies as st

days = st.dates(date(1, 1, 2), date(9998, 12, 31)).map(str)
ranges = st.tuples(days, days).map(sorted).map(lambda ends: f"[{ends[0]}..{ends[1]}]")
schemathesis.openapi.format(
    "edtf",
    st.one_of(
        days,
        days.map(lambda day: day[:7]).filter(lambda month: month != "0001-01"),
        days.map(lambda day: day[:4]).filter(lambda year: year not in ("0001", "9999")),
        ranges,
        days.map(lambda day: f"[..{day}]"),
    ),
)
schemathesis.openapi.format("date", days)
schemathesis.openapi.format(
    "uri",
    st.text("abcdefghijklmnopqrstuvwxyz0123456789-._~%/?", min_size=1, max_size=30)
    .map(lambda path: path.replace("%", "%20"))
    .map(lambda path: f"https://example.org/{path}"),
)

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
names = st.one_of(text, st.sampled_from(["Taliban", "Hizb ut-Tahrir", "de la", "Талибан"]))
query = st.fixed_dictionaries(
    {"query": names}, optional={"type": st.sampled_from(["Person", "Organization"]), "limit": st.integers(1, 9)}
)
schemathesis.openapi.format(
    "reconciliation-queries", st.dictionaries(st.text("abcdefgh", min_size=1), query, max_size=3).map(json.dumps)
)
schemathesis.openapi.format(
    "reconciliation-extend",
    st.fixed_dictionaries(
        {
            "ids": st.lists(st.text("abc.:-", min_size=1), max_size=3),
            "properties": st.lists(st.fixed_dictionaries({"id": st.sampled_from(["name", "birthDate", "x"])}), max_size=3),
        }
    ).map(json.dumps),
)
customers = st.lists(names, max_size=5).map(lambda rows: ["A", *rows])
cell = lambda text: '"' + text.replace('"', '""') + '"'
schemathesis.openapi.format(
    "text/csv", customers.map(lambda rows: "".join(f"{cell(row)}\r\n" for row in ["name", *rows]))
)
schemathesis.openapi.format(
    "application/x-ndjson", customers.map(lambda rows: "".join(json.dumps({"name": row}) + "\n" for row in rows))
)

LAST_POSITION = 100


LARGEST = 2**53 - 1


def i_json(value):
    """The same without numbers that I-JSON has no room for."""
    if isinstance(value, dict):
        return {key: i_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [i_json(each) for each in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) > LARGEST:
        return 0
    return value


def in_the_log(body):
    """A body whose positions the log has, the earlier one first, and whose end is still to come."""
    if not isinstance(body, dict):
        return body
    for name in ("from", "after", "upTo"):
        if isinstance(body.get(name), (int, float)) and not isinstance(body[name], bool):
            body[name] = int(body[name]) % LAST_POSITION
    if isinstance(body.get("after"), int) and isinstance(body.get("upTo"), int):
        body["after"], body["upTo"] = sorted([body["after"], body["upTo"]])
    if isinstance(body.get("expiresAt"), str):
        body["expiresAt"] = f"9998{body['expiresAt'][4:]}"
    return body


@schemathesis.hook
def before_call(context, case, kwargs):
    """A valid question names a position that the log has, no cursor of its own making, and its days in their order;
    a valid command has a key of its own."""
    # One JSON value per line, and sent as JSON: OpenSanctions has it so.
    if (case.path_parameters or {}).get("file") == "targets.nested.json":
        case.path_parameters = {**case.path_parameters, "file": "names.txt"}
    # Who waits for longer learns nothing more.
    if isinstance(case.query, dict) and str(case.query.get("wait", "")).isdigit():
        case.query["wait"] = int(case.query["wait"]) % 2
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = str(uuid4())
    case.body = in_the_log(i_json(case.body))
    if "json" in kwargs:
        kwargs["json"] = in_the_log(i_json(kwargs["json"]))
    query = case.query if isinstance(case.query, dict) else {}
    query.pop("cursor", None)
    for name in ("knownAt", "compareKnownAt", "minPosition", "before", "after"):
        value = str(query.get(name, ""))
        if value.isdigit():
            query[name] = int(value) % LAST_POSITION or 1
        elif name in query:
            query[name] = f"2020{value[4:]}"
    if (case.path_parameters or {}).get("on", "today") != "today":
        case.path_parameters = {**case.path_parameters, "on": "2023-12-28"}
    known_at = str((case.path_parameters or {}).get("knownAt", "now"))
    if known_at.isdigit():
        case.path_parameters = {**case.path_parameters, "knownAt": str(int(known_at) % LAST_POSITION)}
    elif known_at != "now":
        case.path_parameters = {**case.path_parameters, "knownAt": "2020-02-04T10:08:04Z"}
    # Which there are, the answers to /v1/algorithms and /v1/catalog say.
    for name in ("scorer", "algorithm", "include_dataset", "exclude_dataset"):
        query.pop(name, None)
    # One of them is asked at a time.
    for asked in (query, case.body):
        if isinstance(asked, dict) and "reconcile" in case.path and "queries" in asked:
            asked.pop("extend", None)
    if "from" in query and "to" in query:
        query["from"], query["to"] = sorted([str(query["from"]), str(query["to"])])
    if "from" in query and case.path.endswith("/diff"):
        query.setdefault("to", query["from"])
    if "alignment" in case.path:
        if "from" in query and "to" in query:
            query["to"] = query["from"]
        else:
            query.pop("from", None)
            query.pop("to", None)
