package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.PathPattern.Kind;
import io.turnpike.gateway.routing.rule.PathPattern.Segment;
import io.turnpike.gateway.routing.rule.RequestPath;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a radix tree whose symbols are whole segments of a path: the edge that leads to it, and what lies behind. A chain of nodes
 * without a choice between them is one edge.
 *
 * <p>Of several paths that fit, the one wins that is more specific at the leftmost segment where they differ: a literal before a
 * beginning, a longer beginning before a shorter one, these before any one segment, and that before any rest. So the search looks in this
 * order, and goes on only where a route has a higher priority than what was found. Immutable; made by {@link PathNodeBuilder}.
 *
 * @param edge the segments of the edge, see {@link PathEdge}
 * @param edgeSegments how many these are
 * @param hash of the literal that the edge begins with; 0 if it begins otherwise
 * @param literals the nodes behind, by their first literal, see {@link PathNodeTable}
 * @param prefixes places whose last segment is a beginning, by it; its lengths descend
 * @param any the node behind any one segment
 * @param rest the place that takes whatever follows, nothing included
 * @param here the place that ends here
 * @param only the route of that place if it is the only one there: it saves a search to fetch the place
 * @param topPriority the highest priority of any route here and behind
 */
@SuppressWarnings("ArrayRecordComponent")
record PathNode(
        byte[] edge,
        int edgeSegments,
        int hash,
        @Nullable PathNode[] literals,
        Prefixes prefixes,
        @Nullable PathNode any,
        @Nullable RoutesAtPlace rest,
        @Nullable RoutesAtPlace here,
        @Nullable Route only,
        int topPriority) {

    /**
     * Looks for routes of the request's path.
     *
     * @param from the segment where the edge begins
     * @param known how many segments of the edge are known to fit
     */
    void find(RouteSearch search, int from, int known) {
        RequestPath path = search.path();
        int at = from + edgeSegments;
        if (topPriority <= search.priority() || at > path.count() || !PathEdge.fits(edge, path, from, known)) {
            return;
        }
        if (at == path.count()) {
            if (only != null) {
                search.visit(only);
            } else if (here != null) {
                here.offer(search);
            }
        } else {
            PathNode literal = PathNodeTable.find(literals, path, at);
            if (literal != null) {
                literal.find(search, at, 1);
            }
            if (prefixes != Prefixes.NONE) {
                prefixes.find(path.text(at), place -> place.offer(search));
            }
            if (any != null) {
                any.find(search, at, 0);
            }
        }
        if (rest != null) {
            rest.offer(search);
        }
    }

    /** Hands out every place that takes whatever a pattern takes, from one of its segments on. */
    void cover(List<Segment> pattern, int from, Consumer<RoutesAtPlace> found) {
        int at = from + edgeSegments;
        if (at > pattern.size() || !edgeCovers(pattern.subList(from, at))) {
            return;
        }
        if (at == pattern.size()) {
            if (here != null) {
                found.accept(here);
            }
        } else {
            Segment segment = pattern.get(at);
            PathNode literal = segment.kind() == Kind.LITERAL ? PathNodeTable.find(literals, segment.text()) : null;
            if (literal != null) {
                literal.cover(pattern, at, found);
            }
            if (segment.kind() == Kind.LITERAL || segment.kind() == Kind.PREFIX) {
                prefixes.find(segment.text(), found);
            }
            if (any != null) {
                any.cover(pattern, at, found);
            }
        }
        if (rest != null) {
            found.accept(rest);
        }
    }

    /** Hands out every place whose requests a pattern takes, from one of its segments on: the opposite of {@link #cover}. */
    void within(List<Segment> pattern, int from, Consumer<RoutesAtPlace> found) {
        int at = from;
        for (Segment mine : PathEdge.segments(edge)) {
            Segment asked = at < pattern.size() ? pattern.get(at) : null;
            if (asked == null || !takes(asked, mine)) {
                return;
            }
            if (asked.kind() == Kind.REST || asked.kind() == Kind.PREFIX) {
                all(found);
                return;
            }
            at++;
        }
        if (at == pattern.size()) {
            if (here != null) {
                found.accept(here);
            }
            return;
        }
        Segment asked = pattern.get(at);
        switch (asked.kind()) {
            case LITERAL -> {
                PathNode literal = PathNodeTable.find(literals, asked.text());
                if (literal != null) {
                    literal.within(pattern, at, found);
                }
            }
            case PREFIX -> {
                behind(pattern, at, found);
                prefixes.places().forEach((text, place) -> {
                    if (text.startsWith(asked.text())) {
                        found.accept(place);
                    }
                });
            }
            case ONE -> {
                behind(pattern, at, found);
                if (at + 1 < pattern.size() && pattern.get(at + 1).kind() == Kind.REST) {
                    prefixes.places().values().forEach(found);
                }
            }
            case REST -> all(found);
        }
    }

    private void behind(List<Segment> pattern, int at, Consumer<RoutesAtPlace> found) {
        for (PathNode literal : literals) {
            if (literal != null) {
                literal.within(pattern, at, found);
            }
        }
        if (any != null) {
            any.within(pattern, at, found);
        }
    }

    /** Whether a pattern's segment takes whatever a segment of an edge takes. */
    private static boolean takes(Segment asked, Segment mine) {
        return switch (asked.kind()) {
            case LITERAL -> mine.kind() == Kind.LITERAL && mine.text().equals(asked.text());
            case PREFIX -> mine.kind() == Kind.LITERAL && mine.text().startsWith(asked.text());
            case ONE, REST -> true;
        };
    }

    /** Hands out every place here and behind. */
    private void all(Consumer<RoutesAtPlace> found) {
        if (here != null) {
            found.accept(here);
        }
        for (PathNode literal : literals) {
            if (literal != null) {
                literal.all(found);
            }
        }
        prefixes.places().values().forEach(found);
        if (any != null) {
            any.all(found);
        }
        if (rest != null) {
            found.accept(rest);
        }
    }

    /** The node and all behind it, a line for each edge, indented by depth. */
    void draw(StringBuilder out, String indent) {
        String deeper = edge.length > 0 ? indent + "  " : indent;
        if (edge.length > 0) {
            out.append(indent);
            for (Segment segment : PathEdge.segments(edge)) {
                out.append('/').append(segment.kind() == Kind.ONE ? "{}" : segment.text());
            }
            out.append(here == null ? "" : "  " + here).append('\n');
        } else if (here != null) {
            out.append(indent).append("/  ").append(here).append('\n');
        }
        PathNodeTable.sorted(literals).forEach(literal -> literal.draw(out, deeper));
        prefixes.draw(out, deeper);
        if (any != null) {
            any.draw(out, deeper);
        }
        if (rest != null) {
            out.append(deeper).append("/*  ").append(rest).append('\n');
        }
    }

    /** The literal that the edge begins with. */
    String firstLiteral() {
        return PathEdge.segments(edge).get(0).text();
    }

    private boolean edgeCovers(List<Segment> pattern) {
        List<Segment> segments = PathEdge.segments(edge);
        for (int i = 0; i < segments.size(); i++) {
            Segment mine = segments.get(i);
            Segment other = pattern.get(i);
            boolean literal = other.kind() == Kind.LITERAL;
            boolean covers =
                    mine.kind() == Kind.ONE ? literal || other.kind() == Kind.ONE : literal && mine.equals(other);
            if (!covers) {
                return false;
            }
        }
        return true;
    }

    /**
     * Places by what their last segment begins with. A segment is looked up once for each length that there is, the longest first, so
     * the number of places does not matter.
     *
     * @param lengths of the beginnings, descending
     * @param places by beginning
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Prefixes(int[] lengths, Map<String, RoutesAtPlace> places) {

        static final Prefixes NONE = new Prefixes(new int[0], Map.of());

        static Prefixes of(Map<String, RoutesAtPlace> places) {
            if (places.isEmpty()) {
                return NONE;
            }
            int[] lengths = places.keySet().stream()
                    .map(String::length)
                    .distinct()
                    .sorted((a, b) -> b - a)
                    .mapToInt(Integer::intValue)
                    .toArray();
            return new Prefixes(lengths, Map.copyOf(places));
        }

        void find(String segment, Consumer<RoutesAtPlace> found) {
            for (int length : lengths) {
                RoutesAtPlace place = length > segment.length() ? null : places.get(segment.substring(0, length));
                if (place != null) {
                    found.accept(place);
                }
            }
        }

        void draw(StringBuilder out, String indent) {
            new TreeMap<>(places)
                    .forEach((text, place) -> out.append(indent)
                            .append('/')
                            .append(text)
                            .append("*  ")
                            .append(place)
                            .append('\n'));
        }
    }
}
