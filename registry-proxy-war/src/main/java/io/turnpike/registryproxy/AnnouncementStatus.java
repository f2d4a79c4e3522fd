package io.turnpike.registryproxy;

/**
 * How a RegistryProxy stands with those who should find it.
 *
 * @param misses how many times in a row its Thrift server has not answered when it was asked
 * @param announced whether it has ever been put into the registry
 * @param detail what is wrong at the moment; empty if nothing is
 */
public record AnnouncementStatus(int misses, boolean announced, String detail) {

    /** So many misses are no hiccup. */
    private static final int MOST_MISSES = 3;

    /** Whether its Thrift server answered when it was asked last. */
    public boolean serving() {
        return misses == 0;
    }

    /** Whether there is no reason to start it anew. */
    public boolean live() {
        return misses < MOST_MISSES;
    }
}
