package io.turnpike.gateway.plugin.cors;

import io.turnpike.gateway.routing.rule.LinearRegex;
import java.util.List;
import java.util.Set;

/**
 * The origins whose pages may call. Immutable.
 *
 * @param any whether all may
 * @param exact those that may
 * @param below those below which all may
 * @param expressions those that fit one of these may
 */
record Origins(boolean any, Set<String> exact, List<Origin> below, List<LinearRegex> expressions) {

    /** No origin that a browser sends is longer; the expressions need not look at others. */
    private static final int LONGEST = 1_024;

    boolean allow(String origin) {
        return any || exact.contains(origin) || fits(origin);
    }

    private boolean fits(String origin) {
        if (origin.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < below.size(); i++) {
            if (below.get(i).isAbove(origin)) {
                return true;
            }
        }
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i).matches(origin)) {
                return true;
            }
        }
        return false;
    }
}
