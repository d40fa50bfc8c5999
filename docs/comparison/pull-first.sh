#!/usr/bin/env bash
# pull.sh with more care: all pages into a file first, then the file into Kafka. Needs curl, jq and kcat.
set -euo pipefail
token=$(curl -fsS -u "$ZOOM_CLIENT_ID:$ZOOM_CLIENT_SECRET" "$ZOOM_OAUTH_URL" \
  -d "grant_type=account_credentials&account_id=$ZOOM_ACCOUNT_ID" | jq -r .access_token)
hosts=$(mktemp)
trap 'rm "$hosts"' EXIT
next=
while :; do
  page=$(curl -fsS -G -H "Authorization: Bearer $token" "$ZOOM_API_URL/report/users" \
    -d "type=$1&from=$2&to=$3&page_size=300" --data-urlencode "next_page_token=$next")
  jq -c '.users[]' <<<"$page" >>"$hosts"
  next=$(jq -r '.next_page_token // empty' <<<"$page")
  [[ -n $next ]] || break
done
kcat -P -b "$KAFKA_BROKERS" -t "${ZOOM_HOSTS_TOPIC:-zoom.hosts}" <"$hosts"
