#!/usr/bin/env python3
"""Measure what a publish carries: the first one, one with a new post, and one with nothing to do.

    publish.py --work DIR                          a wire desk's 20,000 posts, every target that can be had here
    publish.py --work DIR --posts 1000 --targets dir,git
    publish.py --work DIR --parts 4 --posts 100000 --kind bench     a build in parts, and the parts published together

The servers are those of the tests, on loopback: OpenSSH's sshd, moto's moto_server for S3, nginx with dav_ext. A target
whose server is not installed is left out, said aloud. Requests are counted where the server writes them down. Wall time
is that of the program's life. Python 3.9 or newer, standard library only.
"""
import argparse
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x"}
DAV_MODULE = Path("/usr/lib/nginx/modules/ngx_http_dav_ext_module.so")
POST = "---\ntitle: Ferry timetable changes on Sunday\ndate: 2099-12-31 08:00\nauthor: desk\ncategories: [News]\n---\nThe first boat leaves at six.\n"
# The moment of every build, so that no post becomes due in between.
NOW = "2100-01-01"


class Target:
    """A place to publish to: its address, what the environment has to hold, and how requests are counted."""

    def __init__(self, name, to, env=None, requests=None, server=None, stop=None):
        self.name, self.to, self.env = name, to, env or {}
        self.requests = requests or (lambda: None)
        self.server, self.stop = server, stop

    def end(self):
        if self.stop:
            self.stop()
        elif self.server:
            self.server.kill()
        if self.server:
            self.server.wait()


# ---------------------------------------------------------------- targets

def program(name):
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if not found:
        print(f"left out: {name} is not installed")
    return found


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def started(command, port, log):
    with open(log, "w") as out:
        server = subprocess.Popen([str(word) for word in command], stdout=out, stderr=out)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise SystemExit(f"{command[0]} does not answer: {Path(log).read_text()}")


def matches(log, pattern):
    return lambda: len(re.findall(pattern, Path(log).read_text(errors="replace"), re.MULTILINE))


def folder(work):
    return Target("dir", f"dir:{work / 'live'}")


def git(work):
    bare, trace = work / "paper.git", work / "git-trace"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    trace.touch()
    calls = matches(trace, r"built-in: git (ls-remote|fetch |push)")
    return Target("git", f"git:{bare}#gh-pages", {"GIT_TRACE": str(trace)}, calls)


def ssh(work):
    sshd = program("sshd")
    if not sshd:
        return None
    os.makedirs("/run/sshd", exist_ok=True)
    port = free_port()
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(work / name)], check=True)
    (work / "known").write_text(f"[127.0.0.1]:{port} {(work / 'host.pub').read_text()}")
    (work / "sshd.conf").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {work}/host\nAuthorizedKeysFile {work}/key.pub\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\n"
        "MaxStartups 100\nSubsystem sftp internal-sftp\nLogLevel VERBOSE\n")
    (work / "client.conf").write_text(f"Host *\n UserKnownHostsFile {work}/known\n IdentityFile {work}/key\n IdentitiesOnly yes\n")
    server = started([sshd, "-D", "-e", "-f", work / "sshd.conf"], port, work / "sshd.log")
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    connections = matches(work / "sshd.log", r"^Accepted key|^Accepted publickey")
    return Target("ssh", f"ssh://{user}@127.0.0.1:{port}{work}/host-files", {"DATELINE_SSH": f"ssh -F {work}/client.conf"},
                  connections, server)


def s3(work):
    moto = program("moto_server")
    if not moto:
        return None
    port = free_port()
    server = started([moto, "-H", "127.0.0.1", "-p", str(port)], port, work / "moto.log")
    bucket = http.client.HTTPConnection("127.0.0.1", port)
    bucket.request("PUT", "/paper", headers=SIGNED)
    assert bucket.getresponse().status == 200
    env = {"AWS_ACCESS_KEY_ID": "AKIAKNOWN", "AWS_SECRET_ACCESS_KEY": "secret"}
    to = f"s3://paper/site?region=us-east-1&endpoint=http://127.0.0.1:{port}"
    return Target("s3", to, env, matches(work / "moto.log", r'"(GET|PUT|HEAD|DELETE|POST) '), server)


def webdav(work):
    nginx = program("nginx")
    if not nginx or not DAV_MODULE.exists():
        return None
    port = free_port()
    for name in ("files", "logs"):
        (work / name).mkdir()
    (work / "users").write_text("ines:{PLAIN}letmein\n")
    user = "user root;" if os.getuid() == 0 else ""
    (work / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {work}/pid; error_log {work}/logs/error.log;\n"
        f"load_module {DAV_MODULE};\nevents {{ worker_connections 256; }}\n"
        f"http {{ access_log {work}/logs/access.log; client_body_temp_path {work}/body; client_max_body_size 100m;\n"
        f"server {{ listen 127.0.0.1:{port}; root {work}/files; location / {{\n"
        "dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; create_full_put_path on;\n"
        "auth_basic dav; auth_basic_user_file users; } } }\n")
    server = started([nginx, "-p", work, "-c", work / "nginx.conf"], port, work / "nginx.log")
    env = {"WEBDAV_USERNAME": "ines", "WEBDAV_PASSWORD": "letmein"}
    # The master has to end its workers.
    return Target("webdav", f"webdav+http://127.0.0.1:{port}/", env, matches(work / "logs/access.log", r'"[A-Z]+ /'), server,
                  server.terminate)


TARGETS = {"dir": folder, "git": git, "ssh": ssh, "s3": s3, "webdav": webdav}


# ---------------------------------------------------------------- measuring

def run(options, site, *args, env=None):
    began = time.monotonic()
    ended = subprocess.run([options.dateline, "--root", str(site), *args], env={**os.environ, **(env or {})},
                           capture_output=True, text=True)
    wall = time.monotonic() - began
    if ended.returncode:
        raise SystemExit(f"dateline {' '.join(args)}:\n{ended.stdout}{ended.stderr}")
    return wall, ended.stdout


def megabytes(count):
    return f"{count / 1e6:.2f} MB" if count >= 1e4 else f"{count} B"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def measure(options, site, target, label):
    before = target.requests()
    wall, told = run(options, site, "publish", target.to, "--format", "json", env=target.env)
    told = json.loads(told)
    asked = None if before is None else target.requests() - before
    what = [step["what"] for step in told["steps"]]
    counts = ", ".join(f"{what.count(word)} {word}" for word in ("new", "changed", "deleted") if word in what) or "none"
    row(target.name, label, counts, megabytes(told["bytes"]), megabytes(told["sent"]), "-" if asked is None else asked, f"{wall:.2f} s")


def site_of(options):
    source = options.work / f"{options.kind}-{options.posts}"
    if not source.is_dir():
        subprocess.run([str(HERE / "prepare.sh"), str(options.posts), str(source), options.kind], check=True)
    site = options.work / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(source, site)
    return site


def difference(options):
    site = site_of(options)
    posts = site / ("content/posts" if (site / "content/posts").is_dir() else "content")
    wall, _ = run(options, site, "build", "--quiet", "--at", NOW)
    files = [path for path in (site / "public").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    print(f"{options.posts} posts: {len(files)} files, {megabytes(size)}, built in {wall:.2f} s\n")
    row("target", "publish", "files", "their size", "sent", "requests", "time")
    row(*["---"] * 7)
    targets = []
    try:
        for name in options.targets.split(","):
            work = options.work / f"target-{name}"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=True)
            target = TARGETS[name](work)
            if target:
                targets.append(target)
                measure(options, site, target, "first")
                measure(options, site, target, "nothing changed")
        (posts / "2099-12-31-ferry-timetable.md").write_text(POST)
        run(options, site, "build", "--quiet", "--at", NOW)
        for target in targets:
            measure(options, site, target, "a new post")
            measure(options, site, target, "nothing changed")
    finally:
        for target in targets:
            target.end()


def in_parts(options):
    site = site_of(options)
    row("build", "files", "time", "CPU", "peak")
    row(*["---"] * 5)

    def build(label, out, *more):
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(out.with_name(f".{out.name}.dateline"), ignore_errors=True)
        began = time.monotonic()
        child = subprocess.Popen([options.dateline, "--root", str(site), "build", "--quiet", "--at", NOW, "--out", str(out), *more])
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        assert status == 0, f"{label} failed"
        files = {str(path.relative_to(out)): path for path in out.rglob("*") if path.is_file()}
        row(label, len(files), f"{wall:.1f} s", f"{used.ru_utime + used.ru_stime:.1f} s", f"{used.ru_maxrss / 1024:.0f} MiB")
        return files

    whole = build("whole", options.work / "whole")
    union, parts = {}, []
    for number in range(1, options.parts + 1):
        out = options.work / f"part-{number}"
        union.update(build(f"part {number}/{options.parts}", out, "--shard", f"{number}/{options.parts}"))
        parts += ["--from", str(out)]
    same = union.keys() == whole.keys() and all(path.read_bytes() == union[name].read_bytes() for name, path in whole.items())
    print(f"\nthe parts together are {'the whole, byte for byte' if same else 'NOT the whole'}")
    wall, told = run(options, site, "publish", f"dir:{options.work / 'live'}", "--format", "json", *parts)
    print(f"published together in {wall:.1f} s: {len(json.loads(told)['steps'])} files")
    assert same


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="where sites and servers' files go")
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--kind", default="wire", help="as for prepare.sh: bench, default or wire")
    parser.add_argument("--targets", default=",".join(TARGETS))
    parser.add_argument("--parts", type=int, help="measure a build in so many parts instead")
    target = Path(os.environ.get("CARGO_TARGET_DIR") or HERE.parent / "target")
    parser.add_argument("--dateline", default=str(target / "release/dateline"))
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    (in_parts if options.parts else difference)(options)


if __name__ == "__main__":
    main()
