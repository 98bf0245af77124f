#!/usr/bin/env bash
# One month of an audit that is kept in git: read the unions, compare with the last good result, keep both, tell.
#
#   maaned.sh [option of `kursrevisjon scan` ...]
#
# In the folder of $RESULTATER (resultater/ when not set):
#   siste.json     the last good result; replaced only by a run that came to its end and read something
#   forsok.json    the result of this run
#   rapport.md     the tables of this run
#   endringer.md   what changed since the last good result, and why; endringer.xml is the same as JUnit
#   policy.yaml    yours: what makes the exit code 1 (docs/endringer.md); without it nothing does
#
# Exit: that of the comparison (0, or 1 when the policy minds a change); 4 when the run is incomplete or nothing could
# be compared, which is never the same as "unchanged"; 2, 3 and 5 as in README.md. Everything is committed first.
set -uo pipefail

folder=${RESULTATER:-resultater}
mkdir -p "$folder"

kursrevisjon scan "$@" --format json --output "$folder/forsok.json"
read=$?
# Nothing was measured when a file or the command line is wrong: there is nothing to keep.
if [ "$read" -ne 0 ] && [ "$read" -ne 4 ]; then
  exit "$read"
fi

gate=()
if [ -f "$folder/policy.yaml" ]; then
  gate=(--policy "$folder/policy.yaml")
fi

kursrevisjon report "$folder/forsok.json" --format md --output "$folder/rapport.md" || exit
told=0
if [ -f "$folder/siste.json" ]; then
  kursrevisjon diff "$folder/siste.json" "$folder/forsok.json" "${gate[@]}" --format junit --output "$folder/endringer.xml"
  kursrevisjon diff "$folder/siste.json" "$folder/forsok.json" "${gate[@]}" --format md --output "$folder/endringer.md"
  told=$?
  if [ -n "${GITHUB_ACTIONS:-}" ]; then
    kursrevisjon diff "$folder/siste.json" "$folder/forsok.json" "${gate[@]}" --format github
  fi
else
  echo "Første kjøring; det er ikke noe å sammenligne med ennå." > "$folder/endringer.md"
fi

if [ "$read" -eq 0 ]; then
  cp "$folder/forsok.json" "$folder/siste.json"
fi
git add "$folder"
if ! git diff --cached --quiet; then
  git commit --quiet --message "Kursrevisjon $(date --utc +%Y-%m-%d): lesing $read, sammenligning $told"
fi

if [ "$read" -ne 0 ]; then
  exit "$read"
fi
exit "$told"
