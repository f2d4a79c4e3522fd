"""Plots as SVG text, without any library. Colours keep their peer throughout."""

import html as escape
import math

COLOURS = {"turnpike": "#1668b8", "plugins": "#6aa5dd", "many": "#4a86c0", "before": "#93b8d8", "ceiling": "#8a97a5", "kitex": "#0f9d84", "jaxrs": "#d97706", "armeria": "#9b4dca",
           "spring": "#5c9e31", "nginx": "#128a3a", "direct": "#b0432f"}
WIDTH, LABELS, ROW = 420, 150, 28


def _short(value):
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.3g}{unit}"
    return f"{value:.3g}"


def bars(series):
    """A bar up to the median of each (key, title, values), and a dot for each value."""
    series = [one for one in series if one[2]]
    if not series:
        return ""
    top = max(max(values) for _, _, values in series) or 1
    room = WIDTH - LABELS - 56
    parts = [f'<svg viewBox="0 0 {WIDTH} {ROW * len(series) + 6}" role="img">']
    for row, (key, title, values) in enumerate(series):
        y = row * ROW + 6
        middle = sorted(values)[len(values) // 2] if len(values) % 2 else sum(sorted(values)[len(values) // 2 - 1:len(values) // 2 + 1]) / 2
        length = room * middle / top
        parts.append(f'<text x="{LABELS - 8}" y="{y + 14}" text-anchor="end">{escape.escape(_fit(title))}</text>')
        parts.append(f'<rect x="{LABELS}" y="{y}" width="{length:.1f}" height="18" rx="2" fill="{COLOURS[key]}" fill-opacity="0.8"/>')
        if len(values) > 1:
            parts += [f'<circle cx="{LABELS + room * value / top:.1f}" cy="{y + 9}" r="2.6" fill="{COLOURS[key]}" stroke="#fff" '
                      f'stroke-width="0.8"/>' for value in values]
        end = LABELS + room * max([middle, *values]) / top
        parts.append(f'<text x="{end + 7:.1f}" y="{y + 14}" class="soft">{_short(middle)}</text>')
    return "".join(parts) + "</svg>"


def _fit(title):
    return title if len(title) <= 22 else title[:21] + "…"


def lines(series, names):
    """A line for each (key, title, values) over the names, on a logarithmic axis; None is a gap."""
    series = [one for one in series if any(value for value in one[2])]
    if not series or len(names) < 2:
        return ""
    known = [value for _, _, values in series for value in values if value]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)) + 1e-9)
    high = max(high, low + 1)
    left, top, bottom = 44, 8, 220
    columns = min(2, len(series))
    legend = math.ceil(len(series) / columns)

    def at(index, value):
        x = left + 16 + index * (WIDTH - left - 40) / (len(names) - 1)
        return x, bottom - (math.log10(value) - low) / (high - low) * (bottom - top)

    parts = [f'<svg viewBox="0 0 {WIDTH} {bottom + 34 + legend * 18}" role="img">']
    for power in range(low, high + 1):
        y = at(0, 10**power)[1]
        parts.append(f'<line class="grid" x1="{left}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" class="soft">{_short(10**power)}</text>')
    for index, name in enumerate(names):
        parts.append(f'<text x="{at(index, 10**low)[0]:.1f}" y="{bottom + 18}" text-anchor="middle" class="soft">{escape.escape(name)}</text>')
    for row, (key, title, values) in enumerate(series):
        points = [at(index, value) for index, value in enumerate(values) if value]
        width = 3 if key == "turnpike" else 1.8
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[key]}" stroke-width="{width}" stroke-linejoin="round"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[key]}"/>' for x, y in points]
        x, y = 10 + row % columns * WIDTH / 2, bottom + 40 + row // columns * 18
        parts.append(f'<rect x="{x:.1f}" y="{y - 9}" width="12" height="10" rx="2" fill="{COLOURS[key]}"/>')
        parts.append(f'<text x="{x + 18:.1f}" y="{y}">{escape.escape(title)}</text>')
    return "".join(parts) + "</svg>"
