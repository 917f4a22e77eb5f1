#!/bin/sh
# prepare.sh POSTS DIR [bench|default|wire]: make a site of POSTS invented posts in DIR, ready for `dateline build --root DIR`.
#   bench    the theme of benches/theme: the same pages in the same markup as the peer's site (the default)
#   default  a site.toml alone, so that the built-in theme is used
#   wire     a busy wire desk's blog: /:title/, one author, no tags, every story told up to five times; built-in theme
# SHARED names the directory that holds bench/make_corpus.py (default: ../shared beside the repository).
set -eu
[ $# -ge 2 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
posts=$1 dir=$2 kind=${3:-bench}
here=$(cd "$(dirname "$0")" && pwd)
corpus=${SHARED:-$here/../../shared}/bench/make_corpus.py
[ -f "$corpus" ] || { echo "no $corpus: name its directory in SHARED" >&2; exit 1; }

mkdir -p "$dir"
case $kind in
bench)
  python3 "$corpus" --posts "$posts" --out "$dir" --flavor jekyll
  cp -R "$here/theme/." "$dir/"
  ;;
default)
  python3 "$corpus" --posts "$posts" --out "$dir" --flavor jekyll
  cp "$here/theme/site.toml" "$dir/"
  ;;
wire)
  python3 "$corpus" --posts "$posts" --out "$dir" --flavor wire
  mkdir -p "$dir/content"
  mv "$dir/_posts" "$dir/content/posts"
  rm "$dir/_config.yml"
  cat >"$dir/site.toml" <<'TOML'
title = "The Wire"
base_url = "https://wire.example"
language = "en"
timezone = "UTC"
permalink = "/:title/"
paginate = 20

[authors.desk]
name = "News Desk"
TOML
  ;;
*)
  echo "no such kind of site: $kind (bench, default or wire)" >&2
  exit 2
  ;;
esac
