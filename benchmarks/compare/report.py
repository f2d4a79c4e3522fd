"""The report, as Markdown and as one HTML file with its plots in it."""

import html as escape

from . import plots
from .measure import good, median, spread
from .targets import HEADER, targets

PERCENTILES = [("p50", "p50"), ("p90", "p90"), ("p99", "p99"), ("p999", "p99.9")]
READING = [
    "Throughput: as many calls as the connections make, each the next one when the last is answered (closed loop). Median of the rounds, "
    "and the least and the most in brackets.",
    "CPU: user and system time of the gateway's processes alone in those rounds, from /proc/PID/stat, by calls. Other load on the machine "
    "moves it far less than throughput; ratios of it are the figures to trust first.",
    "Latencies: calls at an even rate, half of the peak of the slowest gateway, whether or not answers come (open loop). The clock starts "
    "when a call is due, so waiting for a free connection counts.",
    "Memory: resident, after the round, and the most since the start of the process.",
    "Allocated: what the JVM says that its threads have allocated in the round (com.sun.management.ThreadMXBean), by calls; for JVMs only.",
    "A round with errors is no result: it is counted, and left out of every figure.",
]


def _number(value, digits=None):
    if value is None:
        return "–"
    if digits is None:
        digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def _with_spread(rounds, key):
    middle, ends = median(rounds, key), spread(rounds, key)
    if middle is None:
        return "–"
    return f"{_number(middle)} ({_number(ends[0])}–{_number(ends[1])})" if len(good(rounds)) > 1 else _number(middle)


def _ratio(ours, theirs):
    return f"{ours / theirs:.2f} ×" if ours and theirs else "–"


def _rows(result, everything):
    """A header and a row for each peer, as text."""
    rate = _number(result["rate"])
    header = ["", "calls/s", "Turnpike's to it", "CPU µs per call", "Turnpike's to it"]
    header += [f"{title} µs" for _, title in PERCENTILES] + ["at the peak: p50 µs", "memory MB", "allocated bytes per call", "rounds with errors"]
    ours = result["peers"].get("turnpike", {"closed": []})["closed"]
    rows = []
    for key, rounds in result["peers"].items():
        closed, opened = rounds["closed"], rounds["open"]
        peer = everything["peers"][key]
        bad = [len(part) - len(good(part)) for part in (closed, opened)]
        errors = sum(one["errors"] for one in closed + opened)
        rss, hwm = median(closed, "rss"), median(closed, "hwm")
        rows.append(
            [f"{peer['title']}" + (f" ({peer['letter']})" if peer["letter"] else ""),
             _with_spread(closed, "throughput"), _ratio(median(ours, "throughput"), median(closed, "throughput")),
             _with_spread(closed, "cpu"), _ratio(median(ours, "cpu"), median(closed, "cpu"))]
            + [_number(median(opened, name)) for name, _ in PERCENTILES]
            + [_number(median(closed, "p50")), f"{_number(rss, 0)} (most {_number(hwm, 0)})" if rss else "–",
               _number(median(closed, "allocated"), 0), f"{sum(bad)} of {len(closed) + len(opened)} (errors: {errors:,})" if errors else "0"])
    return header, rows, rate


def _others(everything):
    """What is about no call: title, header, rows and a text for each."""
    starts, memory = everything.get("start"), everything.get("memory")
    found = []
    if starts:
        ours = starts["turnpike"]
        names = {"turnpike": "Turnpike", "ceiling": "The server's ceiling"}
        rows = [[names[peer], _with_spread(rounds, "seconds"), _ratio(median(ours, "seconds"), median(rounds, "seconds")),
                 _with_spread(rounds, "cpuSeconds"), _ratio(median(ours, "cpuSeconds"), median(rounds, "cpuSeconds"))]
                for peer, rounds in starts.items()]
        found.append(("Start", ["", "seconds", "Turnpike's to it", "CPU seconds", "Turnpike's to it"], rows,
                      "From java to the first call answered, in turn, nothing else of the comparison running. Turnpike finds its services in its "
                      "store, and a server connects itself before the first call; its JVM has an archive of its classes, as the launcher makes it and docs/deployment.md says, "
                      "and the server alone has not."))
    if memory:
        row = [f"{memory['services']:,}", memory["option"], f"{memory['answered']:,}", f"{memory['requests']:,} ({memory['errors']:,} errors)",
               _number(memory["heap"], 0), f"{_number(memory['rss'], 0)} (most {_number(memory['hwm'], 0)})"]
        found.append(("Memory", ["services", "heap", "that answer", "calls after that", "MB of heap in use", "resident MB"], [row],
                      "Each service has an IDL, a server, ten methods and ten paths of its own, and is called once; then one of them gets full load over "
                      "50 connections. In use: after a full collection."))
    return found


def _generator(result):
    """How much of a processor the generator took at the peaks."""
    parts = [one["cpuSeconds"] / one["seconds"] for key, rounds in result["peers"].items() if key != "direct"
             for one in good(rounds["closed"]) if "cpuSeconds" in one]
    return f"The generator itself took {min(parts):.2f} to {max(parts):.2f} processors at the peaks." if parts else ""


def _left_out(result, everything):
    reasons = {key: why for key, why in result["left_out"].items() if why not in ("Thrift only", "HTTP upstreams only")}
    return [f"{everything['peers'][key]['title']} is left out: {why}" for key, why in reasons.items()]


def _facts(everything):
    facts = dict(everything["machine"])
    facts["When"] = f"{everything['begin']} to {everything['end']}"
    facts["Rounds"] = (f"{everything['rounds']} of {everything['seconds']} s for each peer, work and kind, peers in turn; before each work "
                       f"{everything['warmup']} s of full load on each")
    for peer in everything["peers"].values():
        facts[peer["title"]] = peer["versions"] if facts.get(peer["title"]) is None else f"{facts[peer['title']]}; {peer['versions']}"
    return facts


def markdown(everything):
    lines = ["# Turnpike beside others", "", f"`{everything['command']}`", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {text} |" for name, text in _facts(everything).items()]
    if everything["notes"]:
        lines += ["", "Notes:", ""] + [f"- {_flat(note)}" for note in everything["notes"]]
    lines += ["", "How to read it:", ""] + [f"- {line}" for line in READING]
    lines += ["", "## Targets", "", *_markdown_table(HEADER, targets(everything))]
    for title, header, rows, text in _others(everything):
        lines += ["", f"## {title}", "", *_markdown_table(header, rows), "", text]
    for result in everything["works"]:
        header, rows, rate = _rows(result, everything)
        lines += ["", f"## {result['work']}: {result['title']}, {_connections(result)}", "", *_markdown_table(header, rows), ""]
        lines += [f"p50 to p99.9 at {rate} calls/s. {_generator(result)}"] + [f"\n{_flat(line)}" for line in _left_out(result, everything)]
    return "\n".join(lines) + "\n"


def _flat(text):
    return " ".join(text.split())


def _connections(result):
    return f"{result['connections']} connection" + ("s" if result["connections"] > 1 else "")


def _markdown_table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


CSS = """
:root{--ink:#1d2733;--soft:#5d6b7a;--line:#dfe4ea;--paper:#fff;--shade:#f5f7f9;--ours:#eaf2fb;--good:#1a7f4b;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e4e9ee;--soft:#9aa8b6;--line:#36414d;--paper:#161c23;--shade:#1d252e;--ours:#1f3146;
--good:#5fcf96;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1180px;padding:32px 24px 80px;font:15px/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif;color:var(--ink);
background:var(--paper)}
h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:48px 0 4px}p{margin:6px 0}
.soft,li{color:var(--soft)}code{font:12px/1.5 ui-monospace,"DejaVu Sans Mono",monospace;background:var(--shade);padding:2px 5px;
border-radius:4px;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin:12px 0;font-size:13px;font-variant-numeric:tabular-nums;width:100%}
th,td{padding:6px 9px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th{font-weight:600;color:var(--soft);vertical-align:bottom}th:first-child,td:first-child,.text td,.text th{text-align:left}
tr.ours td{background:var(--ours);font-weight:600}td .soft{font-weight:400;white-space:nowrap}.met{color:var(--good)}.missed{color:var(--bad)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:16px;margin:14px 0}
figure{margin:0;padding:12px;border:1px solid var(--line);border-radius:8px}figcaption{font-size:13px;font-weight:600;margin-bottom:6px}
svg{display:block;width:100%;height:auto}svg text{fill:var(--ink);font:12px system-ui,"Segoe UI","DejaVu Sans",sans-serif}
svg .soft{fill:var(--soft)}svg .grid{stroke:var(--line)}
nav a{margin-right:12px;color:inherit}
"""


def html(everything):
    e = escape.escape
    parts = ["<!DOCTYPE html>", '<html lang="en"><head><meta charset="utf-8"><title>Turnpike beside others</title>',
             '<meta name="viewport" content="width=device-width,initial-scale=1">', f"<style>{CSS}</style></head><body>",
             "<h1>Turnpike beside others</h1>", f'<p class="soft">{e(everything["server"])}, {e(everything["begin"])}</p>',
             "<nav>" + "".join(f'<a href="#{e(result["work"])}">{e(result["work"])}</a>' for result in everything["works"]) + "</nav>"]
    if everything["notes"]:
        parts += ["<ul>"] + [f"<li>{e(_flat(note))}</li>" for note in everything["notes"]] + ["</ul>"]
    parts += ["<h2>Targets</h2>", _html_table(HEADER, targets(everything), "text")]
    for title, header, rows, text in _others(everything):
        parts += [f"<h2>{e(title)}</h2>", _html_table(header, rows), f'<p class="soft">{e(text)}</p>']
    parts += [_lines(everything)]
    for result in everything["works"]:
        header, rows, rate = _rows(result, everything)
        parts += [f'<h2 id="{e(result["work"])}">{e(result["work"])}</h2>', f'<p class="soft">{e(result["title"])}, {_connections(result)}</p>',
                  '<div class="plots">', *_plots(result, everything), "</div>", _html_table(header, rows),
                  f'<p class="soft">p50 to p99.9 at {rate} calls/s. {_generator(result)}</p>']
        parts += [f'<p class="soft">{e(_flat(line))}</p>' for line in _left_out(result, everything)]
    parts += ["<h2>How to read it</h2><ul>"] + [f"<li>{e(line)}</li>" for line in READING] + ["</ul>"]
    parts += ["<h2>How it was made</h2>", f"<p><code>{e(everything['command'])}</code></p>",
              _html_table(["", ""], [[name, text] for name, text in _facts(everything).items()], "text"), "</body></html>"]
    return "\n".join(parts)


def _html_table(header, rows, kind=""):
    e = escape.escape
    lines = [f'<div class="scroll"><table class="{kind}"><thead><tr>' + "".join(f"<th>{e(cell)}</th>" for cell in header) + "</tr></thead><tbody>"]
    for row in rows:
        ours = ' class="ours"' if row[0] == "Turnpike" and len(row) > 4 else ""
        marks = {"yes": ' class="met"', "no": ' class="missed"'}
        cells = [e(cell) if kind or i == 0 else e(cell).replace(" (", '<br><span class="soft">(') for i, cell in enumerate(row)]
        lines.append(f"<tr{ours}>" + "".join(f"<td{marks.get(cell, '')}>{cell}</td>" for cell in cells) + "</tr>")
    return "".join(lines) + "</tbody></table></div>"


def _figure(caption, svg):
    return f"<figure><figcaption>{escape.escape(caption)}</figcaption>{svg}</figure>" if svg else ""


def _plots(result, everything):
    peers = [(key, everything["peers"][key]["title"], rounds) for key, rounds in result["peers"].items()]

    def values(key):
        return [(peer, title, [one[key] for one in good(rounds["closed"]) if key in one]) for peer, title, rounds in peers]

    latencies = [(peer, title, [median(rounds["open"], name) for name, _ in PERCENTILES]) for peer, title, rounds in peers]
    return [_figure("Calls per second (more is better)", plots.bars(values("throughput"))),
            _figure("CPU of the gateway, µs per call (less is better)", plots.bars(values("cpu"))),
            _figure(f"Latency at {_number(result['rate'])} calls/s, µs, logarithmic", plots.lines(
                latencies, [title for _, title in PERCENTILES]))]


def _lines(everything):
    """Throughput and CPU over connections, for calls that were measured with several numbers of them."""
    figures = []
    for call in dict.fromkeys(result["call"] for result in everything["works"]):
        results = [result for result in everything["works"] if result["call"] == call]
        if len(results) < 2:
            continue
        results.sort(key=lambda result: result["connections"])
        names = [str(result["connections"]) for result in results]
        for key, caption in (("throughput", "calls per second"), ("cpu", "CPU µs per call")):
            series = [(peer, everything["peers"][peer]["title"],
                       [median(result["peers"].get(peer, {"closed": []})["closed"], key) for result in results])
                      for peer in everything["peers"]]
            figures.append(_figure(f"{call}: {caption} by connections, logarithmic", plots.lines(series, names)))
    return f'<h2>By connections</h2><div class="plots">{"".join(figures)}</div>' if figures else ""
