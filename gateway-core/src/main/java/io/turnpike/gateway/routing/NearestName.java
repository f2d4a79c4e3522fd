package io.turnpike.gateway.routing;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the name that somebody most likely meant: the one at the least edit distance, where two neighbours that have changed places are one
 * edit (Damerau 1964; optimal string alignment, three rows of the Wagner-Fischer table), regardless of case and at most a third of the length
 * away; of several the first. So of one or two characters none may be wrong: everything is near them.
 *
 * <p>What is asked for may be hostile and names may be many, so the work is bounded: names and wishes beyond {@value #LONGEST}
 * characters are left out, a table is given up as soon as no row can lead to a nearer name (Ukkonen 1985), and after
 * {@value #MOST_CELLS} cells of tables (about a millisecond) the search ends with what it has found.
 */
public final class NearestName {

    private static final int LONGEST = 128;
    private static final int MOST_CELLS = 200_000;

    private final String wanted;
    private int limit;
    private int cells;

    private NearestName(String wanted) {
        this.wanted = wanted;
        this.limit = wanted.length() / 3;
    }

    /** The nearest of these names; empty if none is near. */
    public static Optional<String> of(String wanted, Collection<String> names) {
        return wanted.isEmpty() || wanted.length() > LONGEST
                ? Optional.empty()
                : Optional.ofNullable(new NearestName(wanted.toLowerCase(Locale.ROOT)).among(names));
    }

    /** {@code "; did you mean X?"}, to stand at the end of a message; the empty text if no name is near. */
    public static String question(String wanted, Collection<String> names) {
        return of(wanted, names).map(name -> "; did you mean " + name + "?").orElse("");
    }

    private @Nullable String among(Collection<String> names) {
        String nearest = null;
        for (String name : names) {
            if (cells >= MOST_CELLS) {
                return nearest;
            }
            if (name.length() <= LONGEST && Math.abs(name.length() - wanted.length()) <= limit) {
                int distance = distance(name.toLowerCase(Locale.ROOT));
                if (distance <= limit) {
                    nearest = name;
                    // Only what is nearer counts from here on.
                    limit = distance - 1;
                }
            }
        }
        return nearest;
    }

    /** The distance, or something larger than the limit. */
    private int distance(String name) {
        int[] beforePrevious = new int[0];
        int[] previous = new int[name.length() + 1];
        for (int j = 0; j <= name.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= wanted.length(); i++) {
            int[] current = new int[name.length() + 1];
            current[0] = i;
            int least = i;
            for (int j = 1; j <= name.length(); j++) {
                int substitute = previous[j - 1] + (wanted.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitute, 1 + Math.min(previous[j], current[j - 1]));
                if (isSwap(name, i, j)) {
                    current[j] = Math.min(current[j], 1 + beforePrevious[j - 2]);
                }
                least = Math.min(least, current[j]);
            }
            cells += name.length();
            if (least > limit) {
                return least;
            }
            beforePrevious = previous;
            previous = current;
        }
        return previous[name.length()];
    }

    /** Whether the two characters before these ends have changed places. */
    private boolean isSwap(String name, int i, int j) {
        return i > 1
                && j > 1
                && wanted.charAt(i - 1) == name.charAt(j - 2)
                && wanted.charAt(i - 2) == name.charAt(j - 1);
    }
}
