"""The targets that the project has set itself, checked against what was measured. Each is a ratio within one run."""

import statistics

from .measure import median, spread

ADDED_MICROS = 150
ADDED_BYTES = 4096
START_RATIO = 1.3


HEADER = ["target", "met", "measured"]


def targets(everything):
    """A row for each target that was measured: what it is, in how many works it is met, and what was measured in each."""
    found = {}
    for text, work, measured, met in _others(everything):
        found.setdefault(text, []).append((work, measured, met))
    for result in everything["works"]:
        for text, measured, met in _of(result):
            found.setdefault(text, []).append((result["work"], measured, met))
    rows = []
    for text, works in found.items():
        met = sum(one[2] for one in works)
        verdict = "yes" if met == len(works) else "no" if not met else f"in {met} of {len(works)}"
        rows.append([text, verdict, ", ".join(f"{work} {measured}" for work, measured, _ in works)])
    return rows or [["none of the targets is about what was measured", "–", "–"]]


def _others(everything):
    """The targets that are about no call."""
    starts, memory = everything.get("start"), everything.get("memory")
    rows = []
    if starts:
        ours, theirs = (statistics.median(one["seconds"] for one in starts[peer]) for peer in ("turnpike", "ceiling"))
        rows.append((f"from java to the first call answered at most {START_RATIO} × the server's ceiling", "start", f"{ours / theirs:.2f} ×",
                     ours <= START_RATIO * theirs))
    if memory:
        all_good = memory["answered"] == memory["services"] and memory["requests"] > 0 and not memory["errors"]
        rows.append((f"{memory['services']:,} services in {memory['option']}", "memory",
                     f"{memory['answered']:,} answer, {memory['errors']} of {memory['requests']:,} calls fail, "
                     f"{memory['heap']:.0f} MB of heap in use", all_good))
    return rows


def _of(result):
    def rounds(peer, kind):
        return result["peers"].get(peer, {kind: []})[kind]

    def figure(peer, kind, key):
        return median(rounds(peer, kind), key)

    def ratio(text, peer, kind, key, limit, more):
        ours, theirs = figure("turnpike", kind, key), figure(peer, kind, key)
        if not ours or not theirs:
            return []
        measured = ours / theirs
        met = measured >= limit if more else measured <= limit
        return [(text, f"{measured:.2f} ×", met)]

    rows = []
    if result["plain"]:
        rows += ratio("HTTP upstream: throughput at least 2 × Spring Cloud Gateway", "spring", "closed", "throughput", 2, True)
        rows += ratio("HTTP upstream: CPU per call at most 0.5 × Spring Cloud Gateway", "spring", "closed", "cpu", 0.5, False)
    else:
        rows += ratio("CPU per call at most 1.5 × the server's ceiling", "ceiling", "closed", "cpu", 1.5, False)
        rows += ratio("CPU per call at most 0.7 × JAX-RS", "jaxrs", "closed", "cpu", 0.7, False)
        rows += ratio("CPU per call at most that of Kitex", "kitex", "closed", "cpu", 1, False)
        if result["connections"] == 50:
            rows += ratio("throughput at 50 connections at least that of Kitex", "kitex", "closed", "throughput", 1, True)
            rows += ratio("throughput at 50 connections at least 1.5 × JAX-RS", "jaxrs", "closed", "throughput", 1.5, True)
            rows += ratio("p99 at 50 connections no worse than Kitex", "kitex", "open", "p99", 1, False)
        ours, theirs = figure("turnpike", "closed", "allocated"), figure("ceiling", "closed", "allocated")
        if ours and theirs:
            added = ours - theirs
            rows.append((f"allocated per call beyond the server's ceiling: less than {ADDED_BYTES:,} bytes", f"{added:,.0f} bytes",
                         added < ADDED_BYTES))
    many, alone = figure("many", "closed", "cpu"), spread(rounds("turnpike", "closed"), "cpu")
    if many and alone:
        rows.append(("CPU per call with 10,000 services and 100,000 paths within what it is without", f"{many:.0f} µs to {alone[0]:.0f}–{alone[1]:.0f} µs",
                     many <= alone[1]))
    ours, theirs = figure("turnpike", "closed", "p50"), figure("direct", "closed", "p50")
    if result["connections"] == 1 and not result["plain"] and ours and theirs:
        added = ours - theirs
        rows.append((f"added to no gateway with 1 connection: less than {ADDED_MICROS} µs at the median", f"{added:,.0f} µs",
                     added < ADDED_MICROS))
    return rows
