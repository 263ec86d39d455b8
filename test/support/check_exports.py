"""What others make of our exports: followthemoney reads every entity and statement, yente 5.5 its catalogue, file and deltas.

Takes JSON on stdin: {"catalog", "token", "base", "entities", "statements"}; prints JSON: what was wrong, and what was counted.
"""
import asyncio, csv, io, json, logging, os, sys

given = json.load(sys.stdin)
os.environ.setdefault("YENTE_DATA_PATH", given["folder"])

from followthemoney import model
from followthemoney.dataset import DataCatalog, Dataset as FtmDataset
from followthemoney.exc import InvalidData
from followthemoney.proxy import EntityProxy
from followthemoney.statement import Statement

wrong = []
said = []


class Listen(logging.Handler):
    def emit(self, record):
        if record.levelno >= logging.WARNING:
            said.append(record.getMessage())


logging.getLogger().addHandler(Listen())


def check_entities(text):
    """As `ftm validate` does: each value is cleaned, and has to stay what it is."""
    seen, pointed = set(), set()
    count = 0
    for line in text.splitlines():
        count += 1
        data = json.loads(line)
        seen.add(data["id"])
        schema = model.get(data["schema"])
        if schema is None:
            wrong.append(f"{data['id']}: no schema {data['schema']}")
            continue
        unknown = [name for name in data["properties"] if schema.get(name) is None]
        if unknown:
            wrong.append(f"{data['id']}: {schema.name} has no {unknown}")
            continue
        try:
            schema.validate(data)
        except InvalidData as error:
            wrong.append(f"{data['id']}: {schema.name} {error.errors}")
        proxy = EntityProxy.from_dict(data, cleaned=True)
        again = EntityProxy.from_dict({**data, "properties": {}}, cleaned=True)
        for prop in proxy.iterprops():
            again.add(prop, proxy.get(prop), cleaned=False)
            if prop.type.name == "entity":
                pointed.update(proxy.get(prop))
            lost = [v for v in proxy.get(prop) if v not in again.get(prop)]
            if lost:
                wrong.append(f"{data['id']}: {schema.name}.{prop.name} {lost} became {again.get(prop)}")
            long = [v for v in proxy.get(prop) if len(v) > prop.max_length]
            if long:
                wrong.append(f"{data['id']}: {prop.name} is too long")
    for id in pointed - seen:
        wrong.append(f"nothing is {id}")
    return count


def check_statements(text):
    count = 0
    for row in csv.DictReader(io.StringIO(text, newline="")):
        count += 1
        row["external"] = row["external"] == "t"
        row = {k: (v if v != "" else None) for k, v in row.items()}
        statement = Statement.from_dict(row)
        if statement.id != statement.generate_key():
            wrong.append(f"{statement.entity_id} {statement.prop}: another id")
        if row["prop"] != "id" and model.get(row["schema"]).get(row["prop"]).type.name != row["prop_type"]:
            wrong.append(f"{row['schema']}.{row['prop']} is no {row['prop_type']}")
    return count


async def load_by_yente():
    from yente.data.manifest import Catalog, CatalogManifest, Manifest
    from yente.data.updater import DatasetUpdater
    from yente.search.versions import build_index_name

    manifest = Manifest(
        catalogs=[
            CatalogManifest(
                url=given["catalog"],
                scope="demarche",
                resource_name="entities.ftm.json",
                auth_token=given.get("token"),
            )
        ]
    )
    catalog = await Catalog.load(manifest)
    root = catalog.require("demarche")
    build_index_name(root.name, root.model.version)
    updater = await DatasetUpdater.build(root, None)
    held = {}
    async for op in updater.load():
        held[op["entity"]["id"]] = op["entity"]
    full = dict(held)
    # From an older version to the newest by deltas alone.
    result = {"datasets": sorted(catalog.names), "version": root.model.version, "full": len(full)}
    result["needs_update"] = updater.needs_update()
    if given.get("old"):
        base = given["old"]
        held = {e["id"]: e for e in base["entities"]}
        delta = await DatasetUpdater.build(root, base["version"])
        result["incremental"] = delta.is_incremental
        ops = []
        async for op in delta.load():
            ops.append(op["op"])
            if op["op"] == "DEL":
                held.pop(op["entity"]["id"])
            else:
                held[op["entity"]["id"]] = op["entity"]
        strip = lambda all: {k: {n: v for n, v in e.items() if n != "last_seen"} for k, e in all.items()}
        result["ops"] = ops
        result["same"] = strip(held) == strip(full)
        again = await DatasetUpdater.build(root, root.model.version)
        result["again"] = again.needs_update()
    return result


counts = {"entities": check_entities(given["entities"]), "statements": check_statements(given["statements"])}
import urllib.request

request = urllib.request.Request(given["catalog"])
if given.get("token"):
    request.add_header("Authorization", f"Token {given['token']}")
DataCatalog(FtmDataset, json.load(urllib.request.urlopen(request)))
print(json.dumps({"wrong": wrong[:50], "said": said, "counts": counts, "yente": asyncio.run(load_by_yente())}))
