package io.turnpike.gateway.pull;

import java.io.IOException;

/** Where versions and rules are pulled from: what is below one cluster's place. For one thread, but for {@link #close}. */
interface PullSource extends AutoCloseable {

    /**
     * Reads a file.
     *
     * @param path relative to the cluster's place, with slashes
     * @param maxBytes largest file
     * @throws IOException if it is not there, cannot be read, is larger, or the deadline comes first; the message names the path and no secret
     */
    byte[] read(String path, int maxBytes, Deadline deadline) throws IOException;

    /** Ends a read that waits, and makes those that follow fail. */
    @Override
    void close();
}
