package io.turnpike.gateway.exchange;

/** Numbers of things in messages: {@code "1 probe"}, {@code "2 probes"}. */
public final class Counted {

    private Counted() {}

    /** @param thing in the singular; the plural is that and an s */
    public static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
