package io.turnpike.gateway.plugin.chain;

import java.time.Duration;

/**
 * Bounds of what plugins may do.
 *
 * @param timeout longest that one plugin may take in one phase, unless it {@linkplain io.turnpike.gateway.plugin.Plugin#neverBlocks never
 *     blocks}; longest wait for a decision that comes later
 * @param mostKeptBytes largest body that is kept for another place where the request may go after a failure
 * @param mostWholeBytes largest body of a call to what takes bodies whole
 */
public record PluginOptions(Duration timeout, int mostKeptBytes, int mostWholeBytes) {

    /** How long plugins may take for what is waited for. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int MEBIBYTE = 1 << 20;

    /**
     * Five seconds, and a mebibyte to keep.
     *
     * @param mostWholeBytes see there
     */
    public static PluginOptions of(int mostWholeBytes) {
        return new PluginOptions(TIMEOUT, MEBIBYTE, mostWholeBytes);
    }
}
