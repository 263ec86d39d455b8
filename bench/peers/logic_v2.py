"""Scores pairs of names with nomenklatura's logic-v2: JSON lines [schema, name, name] in, {"scores": [...], "us": n} out."""

import json
import sys
import time

from followthemoney import model
from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig

# logic-v2 keeps what it made of an entity under its id: every name needs one of its own.
algorithm = get_algorithm("logic-v2")
config = ScoringConfig.defaults()


def entity(schema: str, name: str, key: str) -> EntityProxy:
    return model.get_proxy({"id": key, "schema": schema, "properties": {"name": [name]}})


pairs = [json.loads(line) for line in sys.stdin if line.strip()]
entities = [(entity(schema, one, f"q{n}"), entity(schema, other, f"c{n}")) for n, (schema, one, other) in enumerate(pairs)]
for query, candidate in entities[:50]:
    algorithm.compare(query, candidate, config)
started = time.perf_counter()
scores = [algorithm.compare(query, candidate, config).score for query, candidate in entities]
seconds = time.perf_counter() - started
print(json.dumps({"scores": scores, "us": seconds / max(1, len(pairs)) * 1e6}))
