package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.routing.rule.PathPattern.Kind;
import io.turnpike.gateway.routing.rule.PathPattern.Segment;
import java.util.List;

/** How two paths stand to each other. Stateless. */
public final class PathRelation {

    private PathRelation() {}

    /** Whether two paths take the same requests: they differ in the names of templates only. */
    public static boolean same(PathPattern one, PathPattern other) {
        List<Segment> first = one.segments();
        List<Segment> second = other.segments();
        if (first.size() != second.size()) {
            return false;
        }
        for (int i = 0; i < first.size(); i++) {
            Segment mine = first.get(i);
            boolean text = mine.kind() == Kind.LITERAL || mine.kind() == Kind.PREFIX;
            if (mine.kind() != second.get(i).kind()
                    || (text && !mine.text().equals(second.get(i).text()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the first path takes every request that the second one takes. */
    public static boolean covers(PathPattern one, PathPattern other) {
        List<Segment> first = one.segments();
        List<Segment> second = other.segments();
        for (int i = 0; i < first.size(); i++) {
            Segment mine = first.get(i);
            if (mine.kind() == Kind.REST) {
                return true;
            }
            if (i == second.size()) {
                return false;
            }
            Segment theirs = second.get(i);
            boolean text = theirs.kind() == Kind.LITERAL || theirs.kind() == Kind.PREFIX;
            if (mine.kind() == Kind.PREFIX) {
                return text && theirs.text().startsWith(mine.text());
            }
            if (mine.kind() == Kind.ONE && theirs.kind() == Kind.PREFIX) {
                return i + 1 < first.size() && first.get(i + 1).kind() == Kind.REST;
            }
            boolean fits = mine.kind() == Kind.ONE
                    ? theirs.kind() == Kind.LITERAL || theirs.kind() == Kind.ONE
                    : theirs.kind() == Kind.LITERAL && theirs.text().equals(mine.text());
            if (!fits) {
                return false;
            }
        }
        return first.size() == second.size();
    }

    /** Whether there are requests that both paths take. */
    public static boolean overlap(PathPattern one, PathPattern other) {
        List<Segment> first = one.segments();
        List<Segment> second = other.segments();
        for (int i = 0; ; i++) {
            Segment mine = i < first.size() ? first.get(i) : null;
            Segment theirs = i < second.size() ? second.get(i) : null;
            if (mine == null || theirs == null) {
                Segment left = mine == null ? theirs : mine;
                return left == null || left.kind() == Kind.REST;
            }
            if (mine.kind() == Kind.REST || theirs.kind() == Kind.REST) {
                return true;
            }
            if (mine.kind() == Kind.PREFIX || theirs.kind() == Kind.PREFIX) {
                return beginAlike(mine, theirs);
            }
            if (mine.kind() == Kind.LITERAL
                    && theirs.kind() == Kind.LITERAL
                    && !mine.text().equals(theirs.text())) {
                return false;
            }
        }
    }

    /**
     * Compares two paths that overlap, or are to be shown in an order: the one that is more specific at the leftmost segment where they
     * differ in kind comes first, and one that ends there before all others.
     */
    public static int order(PathPattern one, PathPattern other) {
        List<Segment> first = one.segments();
        List<Segment> second = other.segments();
        int shared = Math.min(first.size(), second.size());
        for (int i = 0; i < shared; i++) {
            Segment mine = first.get(i);
            Segment theirs = second.get(i);
            int order = mine.kind().compareTo(theirs.kind());
            if (order == 0 && mine.kind() == Kind.PREFIX) {
                order = Integer.compare(theirs.text().length(), mine.text().length());
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(first.size(), second.size());
    }

    /** One of them is a beginning, and both are texts, beginnings or any one segment. */
    private static boolean beginAlike(Segment one, Segment other) {
        if (one.kind() == Kind.ONE || other.kind() == Kind.ONE) {
            return true;
        }
        return (one.kind() == Kind.PREFIX && other.text().startsWith(one.text()))
                || (other.kind() == Kind.PREFIX && one.text().startsWith(other.text()));
    }
}
