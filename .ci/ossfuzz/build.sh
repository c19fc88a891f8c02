#!/usr/bin/env bash
# Builds every native fuzz target of the module, as OSS-Fuzz calls it: with $OUT, and compile_native_go_fuzzer of its
# base image. Without that program the targets are built by the go command, and $OUT gets for each
#
#   NAME            a program: NAME -test.fuzz=^NAME$ -test.fuzzcachedir=DIR runs it
#   NAME_seed_corpus.zip (or .tar where there is no zip)   the inputs in testdata/fuzz, if there are any
#
#   OUT=/tmp/out bash .ci/ossfuzz/build.sh [package…]
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${OUT:?the folder for the targets}"
mkdir -p "$OUT"

seeds() { # PACKAGE-FOLDER TARGET
	local dir=$1/testdata/fuzz/$2
	[ -d "$dir" ] || return 0
	if command -v zip >/dev/null; then
		(cd "$dir" && zip -q -r "$OUT/$2_seed_corpus.zip" .)
	else
		tar -C "$dir" -cf "$OUT/$2_seed_corpus.tar" .
	fi
}

n=0
for pkg in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' "${@:-./...}"); do
	dir=$(go list -f '{{.Dir}}' "$pkg")
	targets=$(grep -hoE '^func Fuzz[A-Za-z0-9_]*' "$dir"/*_test.go | sed 's/^func //' | sort -u || true)
	[ -n "$targets" ] || continue
	if ! command -v compile_native_go_fuzzer >/dev/null; then
		first=${targets%%$'\n'*}
		go test -c -fuzz="^$first\$" -o "$OUT/.targets" "$pkg"
	fi
	for t in $targets; do
		if command -v compile_native_go_fuzzer >/dev/null; then
			compile_native_go_fuzzer "$pkg" "$t" "$t"
		else
			cp "$OUT/.targets" "$OUT/$t"
		fi
		seeds "$dir" "$t"
		n=$((n + 1))
	done
done
rm -f "$OUT/.targets"
echo "$n targets in $OUT"
