package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.LogText;
import java.lang.System.Logger.Level;
import java.util.List;

/** What owners, servers and operators have changed: one line each, never with a key or a {@code ServerID}. */
final class AdminLog {

    private static final System.Logger LOG = System.getLogger(AdminLog.class.getName());
    private static final int MOST_LISTED = 10;

    private AdminLog() {}

    /**
     * Notes a change.
     *
     * @param call verb and path
     * @param author who made it, as revisions have it
     * @param what what has changed
     */
    static void changed(String call, String author, String what) {
        LOG.log(Level.INFO, LogText.oneLine(call + " by " + author + ": " + what));
    }

    /** The first of some names, and how many more there are. */
    static String listed(List<String> names) {
        return names.size() <= MOST_LISTED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_LISTED)) + " and " + (names.size() - MOST_LISTED) + " more";
    }

    /** {@code address:port}, an IPv6 address in brackets. */
    static String server(String address, int port) {
        return (address.indexOf(':') < 0 ? address : '[' + address + ']') + ':' + port;
    }
}
