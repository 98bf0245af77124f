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
# be compared, which is never the same as "unchanged". What was read is committed first. With 2, 3 and 5 (README.md)
# nothing is committed, so that the next month is still compared with the last good result.
set -uo pipefail

folder=${RESULTATER:-resultater}
mkdir -p "$folder"

# There is no result or no comparison. Nothing is committed, siste.json stays the base, and what is shown of this month
# is not last month's.
stop() {
  rm -f "$folder/endringer.xml"
  echo "Ingen sammenligning denne gangen: kursrevisjon sluttet med kode $1. Årsaken står i loggen." > "$folder/endringer.md"
  exit "$1"
}

rm -f "$folder/forsok.json"
kursrevisjon scan "$@" --format json --output "$folder/forsok.json"
read=$?
case "$read" in
  0 | 4) ;;
  *) stop "$read" ;;
esac
# As when another scan is under way: there is no result, and last month's is not shown for this one.
[ -f "$folder/forsok.json" ] || stop "$read"

gate=()
if [ -f "$folder/policy.yaml" ]; then
  gate=(--policy "$folder/policy.yaml")
fi

kursrevisjon report "$folder/forsok.json" --format md --output "$folder/rapport.md" || stop $?
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

case "$told" in
  0 | 1 | 4) ;;
  *) stop "$told" ;;
esac

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
