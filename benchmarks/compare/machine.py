"""What it was measured on, for the report."""

import os
import platform
import subprocess


def describe(tools, context):
    """Pairs of a name and a text."""
    load_after = os.getloadavg()
    described = {
        "Machine": f"{_cpu()}, {os.cpu_count()} processors, {_memory_gb():.0f} GB of memory",
        "System": f"{_system()}, Linux {platform.release()}",
        "Load average": f"{context.load_before[0]:.1f} before this began, {load_after[0]:.1f} at the end (1 minute; idle is 0)",
        "Java": _line([tools.java, "-version"]),
        "Java options": " ".join(tools.java_options) or "none",
        "Turnpike": _commit(tools.root),
        "Server": context.server.title,
    }
    if context.consul:
        described["Consul"] = _line([context.consul, "version"])
    wrk = _line(["wrk", "-v"])
    if wrk:
        described["Generators"] = f"{wrk.partition(' Copyright')[0]} for peaks, HttpLoad and ThriftLoad of benchmarks for the rest"
    return described


def _cpu():
    with open("/proc/cpuinfo") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gb():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _system():
    try:
        with open("/etc/os-release") as file:
            return next((line.partition("=")[2].strip().strip('"') for line in file if line.startswith("PRETTY_NAME=")), "Linux")
    except OSError:
        return "Linux"


def _commit(root):
    commit = _line(["git", "-C", root, "log", "-1", "--format=%h of %cs"])
    changed = _line(["git", "-C", root, "status", "--porcelain", "--untracked-files=no"])
    return (commit or "no git") + (", with changes that are not committed" if changed else "")


def _line(command):
    """The first line that a command prints, of whatever stream."""
    try:
        outcome = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (outcome.stdout + outcome.stderr).strip().partition("\n")[0]
