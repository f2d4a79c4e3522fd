package io.turnpike.gateway.pull;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which of two versions of a module is older, where their texts say it. Those of BloomGateway do: {@code %Y%m%d.%H%M%S}. So do all texts that are groups of digits of one shape: plain numbers, {@code 1.2.10} beside
 * {@code 1.2.9}, {@code 2016-01-31}. Others have no order.
 */
final class VersionOrder {

    private static final Pattern GROUPS = Pattern.compile("[0-9]+(?:[._+-][0-9]+)*");
    private static final Pattern SEPARATOR = Pattern.compile("[._+-]");

    private VersionOrder() {}

    /** Whether a version is older than another; false where nobody can tell. */
    static boolean older(String version, String than) {
        if (!GROUPS.matcher(version).matches()
                || !GROUPS.matcher(than).matches()
                || !shape(version).equals(shape(than))) {
            return false;
        }
        return Arrays.compare(SEPARATOR.split(version), SEPARATOR.split(than), VersionOrder::compareNumbers) < 0;
    }

    private static String shape(String version) {
        return version.replaceAll("[0-9]+", "");
    }

    /** Of any length. */
    private static int compareNumbers(String one, String other) {
        String significant = one.replaceFirst("^0+", "");
        String others = other.replaceFirst("^0+", "");
        return significant.length() != others.length()
                ? Integer.compare(significant.length(), others.length())
                : significant.compareTo(others);
    }
}
