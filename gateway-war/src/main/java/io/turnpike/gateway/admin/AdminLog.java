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

    /** Notes a change, unless it was only tried. */
    static void changed(String call, Terms terms, String what) {
        if (!terms.dryRun()) {
            changed(call, terms.author(), what);
        }
    }

    /** Notes what came of a change, in the words of its revision, unless it was only tried. */
    static void changed(String call, Terms terms, Outcome outcome) {
        changed(call, terms, RevisionSummary.of(outcome.before(), outcome.change()) + Registrations.revision(outcome));
    }

    /** The first of some names, and how many more there are. */
    static String listed(List<String> names) {
        return listed(names, ", ");
    }

    static String listed(List<String> parts, String separator) {
        return parts.size() <= MOST_LISTED
                ? String.join(separator, parts)
                : String.join(separator, parts.subList(0, MOST_LISTED)) + " and " + (parts.size() - MOST_LISTED)
                        + " more";
    }

    /** {@code address:port}, an IPv6 address in brackets. */
    static String server(String address, int port) {
        return (address.indexOf(':') < 0 ? address : '[' + address + ']') + ':' + port;
    }
}
