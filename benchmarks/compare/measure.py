"""The rounds: every peer in turn, again and again, so that what else happens on the machine happens to all of them."""

import json
import statistics

from .allocation import between
from .processes import Failure, fetch

OPEN_PART = 0.5
# A JVM that has just started compiles for a while: before its first work of a kind (Thrift or HTTP behind, which is other code) a peer is
# warmed up at least so many times, and on until it has answered so many calls, but not for ever.
FIRST_WARMUPS, FIRST_CALLS, MOST_WARMUPS = 3, 30_000, 10
# The same JSON may be written in more or fewer bytes; so much of a difference is no matter.
SIZE_DIFFERENCE = 0.02


def check(port, call):
    """None, or in what the answer at a port differs from the right one."""
    try:
        status, kind, body = fetch(f"http://127.0.0.1:{port}{call.path}", call.verb, call.body or None)
    except OSError as error:
        return f"does not answer: {error}"
    if status != 200:
        return f"answers {status}: {body[:200].decode(errors='replace')}"
    if not kind.startswith("application/json"):
        return f"answers with Content-Type {kind or 'none'} (expected: application/json)"
    try:
        answer = json.loads(body)
    except ValueError as error:
        return f"answers with what is no JSON: {error}"
    if answer != call.answer:
        wrong = [name for name in {**call.answer, **answer} if answer.get(name) != call.answer.get(name)]
        return f"answers with another value of {', '.join(wrong[:5])}"
    if abs(len(body) - call.answer_bytes) > SIZE_DIFFERENCE * call.answer_bytes:
        return f"answers with {len(body)} bytes (expected: about {call.answer_bytes})"
    return None


class Rounds:
    """Measures one work after the other; `results` is what the report is made from."""

    def __init__(self, context, generators, allocation, options):
        self.context, self.generators, self.allocation, self.options = context, generators, allocation, options
        self.results = []
        self.warm = set()

    def measure(self, work, peers):
        say = self.context.say
        result = {"work": work.name, "call": work.call.name, "title": work.call.title, "connections": work.connections,
                  "plain": work.call.plain, "peers": {}, "left_out": {}, "rate": 0}
        self.results.append(result)
        running = []
        for peer in peers:
            reason = peer.takes(work.call) or self._gone(peer) or (check(peer.port, work.call) if peer.key != "direct" else None)
            if reason:
                result["left_out"][peer.key] = reason
                if reason not in ("Thrift only", "HTTP upstreams only"):
                    say(f"  {work.name} {peer.title}: left out, {reason}")
            else:
                running.append(peer)
                result["peers"][peer.key] = {"closed": [], "open": []}
        for peer in running:
            self._warm_up(peer, work)
        for number in range(self.options.rounds):
            for peer in running:
                self._keep(result, peer, "closed", number, lambda: self._closed(peer, work, self.options.seconds))
        # The lower half of the peak of the slowest, so that none is at its limit and all have the same to do.
        peaks = [median(result["peers"][peer.key]["closed"], "throughput") for peer in running if peer.key != "direct"]
        peaks = [peak for peak in peaks if peak]
        if not peaks:
            return
        result["rate"] = rate = OPEN_PART * min(peaks)
        say(f"  {work.name}: latencies at {rate:,.0f} calls/s")
        for number in range(self.options.rounds):
            for peer in running:
                self._keep(result, peer, "open", number, lambda: self._open(peer, work, rate))

    def _warm_up(self, peer, work):
        try:
            if (peer.key, work.call.plain) in self.warm:
                self._closed(peer, work, self.options.warmup)
                return
            self.warm.add((peer.key, work.call.plain))
            calls = self._closed(peer, work, FIRST_WARMUPS * self.options.warmup)["requests"]
            for _ in range(MOST_WARMUPS - FIRST_WARMUPS):
                if calls < FIRST_CALLS:
                    calls += self._closed(peer, work, self.options.warmup)["requests"]
        except Failure as failure:
            self.context.note(f"{work.name}: warming {peer.title} up failed: {failure}")

    @staticmethod
    def _gone(peer):
        """Why it can be asked no more."""
        try:
            if peer.process:
                peer.process.check()
            return None
        except Failure as failure:
            return str(failure)

    def _keep(self, result, peer, kind, number, measured):
        try:
            one = measured()
        except Failure as failure:
            one = {"errors": 1, "failure": str(failure)}
        result["peers"][peer.key][kind].append(one)
        figures = f"{one['throughput']:,.0f} calls/s" if "throughput" in one else one.get("failure", "")
        if kind == "open" and "p50" in one:
            figures = f"p50 {one['p50']:,.0f} us, p99 {one['p99']:,.0f} us"
        elif "cpu" in one:
            figures += f", {one['cpu']:.0f} us CPU a call"
        unsent = f" ({one['unsent']:,} of them were not sent in time)" if one.get("unsent") else ""
        bad = f", {one['errors']:,} ERRORS{unsent}: no result" if one["errors"] else ""
        self.context.say(f"  {result['work']} round {number + 1} {peer.title}: {figures}{bad}")

    def _closed(self, peer, work, seconds):
        direct = peer.key == "direct" and not work.call.plain
        if direct:
            one = self.generators.thrift(work.call, self._servers(work), work.connections, 0, seconds)
        else:
            allocated = self._allocated(peer)
            before = peer.process.cpu_seconds() if peer.process else 0
            one = self.generators.peak(work.call, peer.port, work.connections, seconds)
            calls = max(1, one.get("calls", one["requests"]))
            if peer.process:
                peer.process.check()
                one["cpu"] = (peer.process.cpu_seconds() - before) * 1e6 / calls
                one["rss"], one["hwm"] = peer.process.memory()
            after = self._allocated(peer)
            if allocated and after:
                one["allocated"] = between(allocated, after) / calls
        if direct:
            one["cpu"] = one["cpuMicros"] / max(1, one["requests"])
        one["throughput"] = one["requests"] / one["seconds"]
        return one

    def _allocated(self, peer):
        """By thread; empty where it cannot be known."""
        try:
            return self.allocation.read(peer.process) if peer.java else {}
        except Failure as failure:
            self.context.note(str(failure))
            return {}

    def _open(self, peer, work, rate):
        if peer.key == "direct" and not work.call.plain:
            return self.generators.thrift(work.call, self._servers(work), work.connections, rate, self.options.seconds)
        one = self.generators.at_rate(work.call, peer.port, work.connections, rate, self.options.seconds)
        # Calls that found no free connection until the end have no time, so a round with them says nothing about times.
        one["errors"] += one["unsent"]
        return one

    def _servers(self, work):
        return self.context.topology["Services"][work.call.service]["Servers"]


def good(rounds):
    """A round with an error is no result."""
    return [one for one in rounds if not one.get("errors")]


def median(rounds, key):
    values = [one[key] for one in good(rounds) if key in one]
    return statistics.median(values) if values else None


def spread(rounds, key):
    """Least and largest of the good rounds."""
    values = [one[key] for one in good(rounds) if key in one]
    return (min(values), max(values)) if values else None
