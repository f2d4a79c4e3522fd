package io.turnpike.gateway.admin;

import static io.turnpike.gateway.admin.StoreProblems.notLoaded;
import static io.turnpike.gateway.admin.StoreProblems.unavailable;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.Revision;
import io.turnpike.gateway.persistence.RevisionConflictException;
import io.turnpike.gateway.persistence.RevisionTooLargeException;
import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.persistence.RouteImages;
import io.turnpike.gateway.persistence.StoreOpener;
import io.turnpike.gateway.persistence.StoreUnavailableException;
import io.turnpike.gateway.persistence.StoredConfiguration;
import io.turnpike.gateway.persistence.UnreadableRevisionException;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.ServiceDefinition;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is committed in the store, and how it gets there: build, commit, publish, in this order, so that what cannot be built is
 * not committed, and what is not committed is not served. Safe for use by several threads at once; reading the state is one
 * volatile read.
 */
final class CommittedRegistrations {

    private static final System.Logger LOG = System.getLogger(CommittedRegistrations.class.getName());
    private static final int MAX_ATTEMPTS = 20;

    /** A class whose initialization has failed once: the JVM never tries again (JVMS 5.5). */
    private static final String NEVER_AGAIN = "Could not initialize class";

    private static final long LOCK_SECONDS = 10;

    private final StoreOpener opener;
    private final RegistrationCompiler compiler;
    private final SnapshotPublisher publisher;
    private final Clock clock;
    private final StoreConnection connection;
    private final NodePresence presence;
    private final Runnable failureListener;

    /** Held by whoever changes what is below, from reading it to publishing what comes next. */
    private final ReentrantLock changes = new ReentrantLock();

    private volatile RegistrationState state = RegistrationState.NONE;
    private volatile Instant since;
    private volatile boolean loaded;
    private volatile String lost = "";
    private volatile @Nullable ConfigurationStore store;
    private volatile GlobalOverlay overlay;

    /** What was found to be wrong with what the store holds; empty if nothing is. */
    private String unusable = "";

    /** Under the lock. */
    private boolean closed;

    /**
     * @param overlay what is bound from elsewhere, or that it is awaited
     * @param failureListener is told when a change has found that the store does not answer
     */
    CommittedRegistrations(
            StoreOpener opener,
            RegistrationCompiler compiler,
            SnapshotPublisher publisher,
            Clock clock,
            StoreConnection connection,
            NodePresence presence,
            GlobalOverlay overlay,
            Runnable failureListener) {
        this.opener = opener;
        this.compiler = compiler;
        this.publisher = publisher;
        this.clock = clock;
        this.connection = connection;
        this.presence = presence;
        this.overlay = overlay;
        this.since = clock.instant();
        this.failureListener = failureListener;
    }

    /** Must have no side effect: it is asked again if another node was faster. */
    @FunctionalInterface
    interface Plan {
        Change on(RegistrationState now) throws GatewayException;
    }

    /** The current state; empty until {@link #loaded}. */
    RegistrationState state() {
        return state;
    }

    /** Since when the current state is the current one. */
    Instant since() {
        return since;
    }

    boolean loaded() {
        return loaded;
    }

    /** Why they can never be loaded by this process; empty if they can, or have been. */
    String lost() {
        return loaded ? "" : lost;
    }

    /**
     * Makes a change; one that changes nothing, or is only to be tried, is not committed.
     *
     * @return what came of it
     * @throws GatewayException what the plan throws; {@code PRECONDITION_FAILED} if the terms do not fit the state, {@code CONFLICT} if it
     *     would change what is bound from elsewhere, {@code NOT_READY},
     *     {@code STORE_UNAVAILABLE}, {@code PAYLOAD_TOO_LARGE}
     */
    Outcome change(Terms terms, String action, Plan plan) throws GatewayException {
        // Whoever loads holds the lock meanwhile.
        requireLoaded();
        lockChanges();
        try {
            for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
                RegistrationState before = state;
                Change change;
                try {
                    terms.condition().require(before.revision());
                    change = plan.on(before);
                    overlay.requireUntouched(change.entries(), before.entries());
                } catch (GatewayException e) {
                    if (tookNew()) {
                        continue;
                    }
                    throw e;
                }
                if (terms.dryRun() || change.changesNothing(before)) {
                    catchUp(reachableStore());
                    if (state == before) {
                        return new Outcome(before, change, 0, tried(change));
                    }
                } else {
                    Next next = commit(terms.author(), action, change);
                    if (next != null) {
                        return new Outcome(before, change, next.state().revision(), shadows(change, next.prepared()));
                    }
                }
            }
            throw unavailable("The change was not made: too many others are changing registrations");
        } finally {
            changes.unlock();
        }
    }

    /**
     * Asks the store for what it alone knows.
     *
     * @throws GatewayException {@code NOT_READY}, {@code STORE_UNAVAILABLE}; {@code INTERNAL_ERROR} if a revision cannot be read
     */
    <T> T ask(StoreQuestion<T> question) throws GatewayException {
        requireLoaded();
        ConfigurationStore open = store;
        if (open == null) {
            throw unavailable("History and nodes are in the configuration store alone, and it does not answer");
        }
        try {
            return question.ask(open, state);
        } catch (StoreUnavailableException e) {
            noteFailure(e);
            throw unavailable("History and nodes are in the configuration store alone, and it did not answer");
        } catch (UnreadableRevisionException e) {
            throw new GatewayException(GatewayError.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private void requireLoaded() throws GatewayException {
        if (!loaded) {
            throw notLoaded();
        }
    }

    /** Whether others have committed what a refusal did not take into account; a store that is away has nothing to say. */
    private boolean tookNew() throws GatewayException {
        ConfigurationStore open = store;
        if (open == null || !open.shared() || !connection.status().reachable()) {
            return false;
        }
        RegistrationState before = state;
        catchUp(open);
        return state != before;
    }

    private ConfigurationStore reachableStore() throws GatewayException {
        ConfigurationStore open = store;
        if (open == null || !connection.status().reachable()) {
            throw unavailable("The change was not made: the configuration store does not answer");
        }
        return open;
    }

    private void lockChanges() throws GatewayException {
        if (!tryLockChanges()) {
            throw unavailable(
                    "The change was not made: the configuration store has not answered what it was asked before");
        }
    }

    /** Whether the lock is held now; waits for it for a while, and no longer than until the thread is interrupted. */
    private boolean tryLockChanges() {
        try {
            return changes.tryLock(LOCK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What a change that is not made would leave shadowed; routes are built for that, and never published. */
    private Shadows tried(Change change) {
        if (change.routes().isEmpty()) {
            return Shadows.NONE;
        }
        Next next = next(revision("", "", change), change.routes(), change.compiled());
        next.prepared().discard();
        return shadows(change, next.prepared());
    }

    private static Shadows shadows(Change change, SnapshotPublisher.Prepared prepared) {
        return change.routes().isEmpty() ? Shadows.NONE : prepared.shadows();
    }

    private Revision revision(String author, String action, Change change) {
        return new Revision(
                state.revision() + 1,
                author,
                clock.instant(),
                action,
                RevisionSummary.of(state, change),
                change.owners(),
                change.removed(),
                RouteImages.of(change.routes()),
                change.entries());
    }

    /** Commits and publishes; null if another node was faster, whose change is taken over then. */
    private @Nullable Next commit(String author, String action, Change change) throws GatewayException {
        ConfigurationStore open = reachableStore();
        Revision revision = revision(author, action, change);
        Next next = next(revision, change.routes(), change.compiled());
        boolean committed = false;
        try {
            open.commit(revision);
            committed = true;
        } catch (RevisionConflictException e) {
            LOG.log(Level.DEBUG, "{0}; redone on the new state", e.getMessage());
        } catch (RevisionTooLargeException e) {
            throw new GatewayException(GatewayError.PAYLOAD_TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (StoreUnavailableException e) {
            noteFailure(e);
            throw unavailable("It is not known whether the change was made: the configuration store did not answer");
        } finally {
            if (!committed) {
                next.prepared().discard();
            }
        }
        if (!committed) {
            catchUp(open);
            return null;
        }
        take(next);
        return next;
    }

    private void catchUp(ConfigurationStore open) throws GatewayException {
        try {
            takeNew(open);
        } catch (StoreUnavailableException e) {
            noteFailure(e);
            throw unavailable("The change was not made: the configuration store did not answer");
        } catch (RuntimeException e) {
            noteUnusable(e);
            throw unavailable("The change was not made: what another gateway has committed cannot be taken over;"
                    + " the gateway's log says why");
        }
    }

    /** Says so once, until something else is the matter: it stays as it is until somebody changes the store or the gateway. */
    private void noteUnusable(RuntimeException e) {
        String what = e.toString();
        if (!what.equals(unusable)) {
            unusable = what;
            String line = loaded
                    ? "The store holds what cannot be taken over after revision " + state.revision()
                            + ", which is served on; changes are refused until that is mended. "
                    : "The store holds what cannot be taken over; nothing is served until that is mended. ";
            if (e instanceof UnreadableRevisionException) {
                LOG.log(Level.ERROR, LogText.oneLine(line + e.getMessage()));
            } else {
                LOG.log(Level.ERROR, line + "This is a fault of the gateway", e);
            }
        }
        connection.unusable();
    }

    private void noteFailure(StoreUnavailableException e) {
        connection.failed(String.valueOf(e.getMessage()));
        failureListener.run();
    }

    /** A state with what requests will be answered by once it is the current one. */
    private record Next(RegistrationState state, SnapshotPublisher.Prepared prepared) {}

    private Next next(Revision revision, RouteChanges routes, Map<ServiceDefinition, CompiledService> compiled) {
        return next(
                revision.number(),
                state.ownersWith(revision.changed(), revision.removed()),
                state.routes().with(routes),
                state.entries().with(revision.entries(), revision.number()),
                compiled,
                oddity -> LOG.log(Level.DEBUG, oddity));
    }

    private Next next(
            long revision,
            Collection<Owner> owners,
            RouteList routes,
            EntryList entries,
            Map<ServiceDefinition, CompiledService> compiled,
            Consumer<String> oddities) {
        Function<ServiceDefinition, CompiledService> stored = compiler.stored();
        RegistrationState next = RegistrationState.of(
                revision,
                owners,
                routes,
                entries,
                state,
                definition -> {
                    CompiledService known = compiled.get(definition);
                    return known != null ? known : stored.apply(definition);
                },
                oddities);
        return new Next(
                next, publisher.prepare(revision, next.services(), routes.inOrder(), overlay.over(entries.bindings())));
    }

    private void take(Next next) {
        if (overlay.isAwaited()) {
            next.prepared().discard();
        } else {
            next.prepared().publish();
        }
        if (loaded) {
            RouteWarnings.broken(state, next.state())
                    .forEach(broken -> LOG.log(Level.WARNING, LogText.oneLine(broken)));
        }
        since = clock.instant();
        state = next.state();
    }

    private void takeNew(ConfigurationStore open) throws StoreUnavailableException {
        for (Revision revision : open.revisionsAfter(state.revision())) {
            RouteChanges routes = revision.routes()
                    .checked(
                            revision.number(),
                            (id, reason) -> LOG.log(
                                    Level.ERROR, RouteImages.unusable(id, "revision " + revision.number(), reason)));
            take(next(revision, routes, Map.of()));
        }
    }

    /**
     * Lays plugins of all requests in place of those of the store, and of what was laid there before. What is served is the same revision as
     * before.
     *
     * @return whether that is done; not if a change is waiting for the store, or after {@link #close}
     * @throws RuntimeException if it cannot be built; nothing has changed then
     */
    boolean lay(GlobalOverlay next) {
        if (!tryLockChanges()) {
            return false;
        }
        try {
            if (closed) {
                return false;
            }
            if (loaded) {
                RegistrationState now = state;
                publisher
                        .prepare(
                                now.revision(),
                                now.services(),
                                now.routes().inOrder(),
                                next.over(now.entries().bindings()))
                        .publish();
            }
            overlay = next;
            return true;
        } finally {
            changes.unlock();
        }
    }

    /** Whether other gateways may change what the store holds; false while it has never been opened. */
    boolean shared() {
        ConfigurationStore open = store;
        return open != null && open.shared();
    }

    /**
     * Looks at the store: opens and loads it if need be, or takes over what other nodes have committed.
     *
     * @param pings whether to ask for a sign of life too
     * @return whether it answers; as far as is known, if a change is still waiting for it after a while
     */
    boolean visit(boolean pings) {
        if (!tryLockChanges()) {
            return connection.status().reachable();
        }
        try {
            ConfigurationStore open = open();
            if (loaded) {
                if (pings) {
                    open.ping();
                }
                takeNew(open);
            } else {
                StoredConfiguration stored = open.load();
                take(next(
                        stored.revision(),
                        stored.owners(),
                        RouteList.of(stored.routes()),
                        EntryList.of(stored.entries()),
                        Map.of(),
                        oddity -> LOG.log(Level.WARNING, oddity)));
                loaded = true;
            }
            presence.tell(open, state.revision(), since);
            connection.answered(open.kind(), open.description());
            unusable = "";
            return true;
        } catch (StoreUnavailableException e) {
            if (Thread.currentThread().isInterrupted()) {
                // By the gateway's end, which did not wait for the answer.
                return connection.status().reachable();
            }
            connection.failed(String.valueOf(e.getMessage()));
            closeIfUnusable();
            return false;
        } catch (RuntimeException e) {
            noteUnusable(e);
            return false;
        } catch (Error e) {
            reopenAfter(e);
            return false;
        } finally {
            changes.unlock();
        }
    }

    private ConfigurationStore open() throws StoreUnavailableException {
        ConfigurationStore open = store;
        if (open == null) {
            open = opener.open();
            store = open;
        }
        return open;
    }

    /**
     * A server that deploys closes archives under whoever loads classes just then (Payara does, seen with the driver's); what the
     * driver then stumbles over is not so the next time, with a client of its own.
     */
    private void reopenAfter(Error e) {
        LOG.log(Level.ERROR, "Looking at the store failed in a way that was not foreseen; it is opened anew", e);
        connection.failed("The store cannot be used: " + e);
        if (String.valueOf(e.getMessage()).startsWith(NEVER_AGAIN)) {
            lost = e.toString();
        }
        try {
            closeStore();
        } catch (RuntimeException | Error again) {
            LOG.log(Level.WARNING, "The store could not be closed: " + again);
        }
    }

    private void closeIfUnusable() {
        ConfigurationStore open = store;
        if (open != null && !open.usable()) {
            closeStore();
        }
    }

    /** Closes the store; it would be opened again by the next {@link #visit}. Nothing is laid any more. */
    void close() {
        changes.lock();
        try {
            closed = true;
            ConfigurationStore open = store;
            if (open != null && connection.status().reachable()) {
                presence.leave(open);
            }
            closeStore();
        } finally {
            changes.unlock();
        }
    }

    private void closeStore() {
        ConfigurationStore open = store;
        store = null;
        if (open != null) {
            open.close();
        }
    }
}
