#!/bin/sh
# Sends what /openapi.json allows, and what it forbids, to a running server, and checks each answer against that document.
#   DEMARCHE_HOME=/tmp/dh PORT=3955 node bin/demarche.js start     # a folder that may be spoilt; prints the key
#   scripts/schemathesis.sh http://127.0.0.1:3955 dmr_…            # about 10 minutes
# Needs `pip install schemathesis`; SCHEMATHESIS names another than the one in the path.
set -u
base=$1
key=$2
seeds=${SEEDS:-1 2}
examples=${EXAMPLES:-60}
here=$(cd "$(dirname "$0")" && pwd)
export SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH="$here"
failed=0

run() {
  "${SCHEMATHESIS:-schemathesis}" --config-file "$here/schemathesis.toml" run "$base/openapi.json" --url "$base" \
    --checks all --continue-on-failure --max-examples "$examples" --request-timeout 20 --no-color --no-shrink \
    --generation-allow-x00 false --generation-database none --suppress-health-check all --warnings off "$@" || failed=1
}

for seed in $seeds; do
  run --seed "$seed" --mode all
  run --seed "$seed" --mode all --header "Authorization: Bearer $key"
  # Mostly valid requests: those go furthest.
  run --seed "$((seed + 100))" --mode positive --phases fuzzing,stateful --header "Authorization: Bearer $key"
done
exit "$failed"
