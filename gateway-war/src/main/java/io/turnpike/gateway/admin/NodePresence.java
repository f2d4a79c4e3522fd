package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.GatewayNode;
import io.turnpike.gateway.persistence.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a database that other gateways may use, too, that this one is there and which revision it runs: at once when that is another
 * one, and from time to time. Whether that works matters to nobody but whoever looks at the nodes. For one thread at a time.
 */
final class NodePresence {

    /** How often it is told. */
    static final Duration REFRESH = Duration.ofSeconds(10);

    /** After so long without a word a node is forgotten. */
    static final Duration FORGET = Duration.ofHours(1);

    private static final System.Logger LOG = System.getLogger(NodePresence.class.getName());

    private final NodeIdentity identity;
    private final Clock clock;
    private long toldRevision = -1;
    private Instant told = Instant.MIN;
    private boolean failed;

    NodePresence(NodeIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** This gateway, as it is now. */
    GatewayNode node(long revision, Instant since) {
        return new GatewayNode(
                identity.id(),
                identity.host(),
                identity.port(),
                identity.version(),
                identity.started(),
                revision,
                since,
                clock.instant());
    }

    /** Tells it if it is time to. */
    void tell(ConfigurationStore store, long revision, Instant since) {
        Instant now = clock.instant();
        if (!store.shared() || revision == toldRevision && now.isBefore(told.plus(REFRESH)) && !now.isBefore(told)) {
            return;
        }
        // Also after a failure not at every look.
        told = now;
        toldRevision = revision;
        try {
            store.announce(node(revision, since), now.minus(FORGET));
            failed = false;
        } catch (StoreUnavailableException e) {
            if (!failed) {
                failed = true;
                LOG.log(
                        Level.WARNING,
                        LogText.oneLine("This gateway cannot be shown to others in /admin/nodes: " + e.getMessage()));
            }
        }
    }

    /** Takes this gateway off the list. */
    void leave(ConfigurationStore store) {
        if (!store.shared() || toldRevision < 0) {
            return;
        }
        toldRevision = -1;
        try {
            store.withdraw(identity.id());
        } catch (StoreUnavailableException e) {
            LOG.log(Level.DEBUG, "Shown as gone until it is forgotten: {0}", e.getMessage());
        }
    }
}
