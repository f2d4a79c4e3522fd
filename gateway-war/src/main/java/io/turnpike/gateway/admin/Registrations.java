package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.CommittedRegistrations.Plan;
import io.turnpike.gateway.admin.RegistrationRequest.OwnerEntry;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.GatewayNode;
import io.turnpike.gateway.persistence.OwnerRevision;
import io.turnpike.gateway.persistence.Revision;
import io.turnpike.gateway.persistence.StoreOpener;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.ServiceCompiler;
import io.turnpike.gateway.task.PeriodicTask;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is registered, and every change of it. A thread of its own loads the store, asks it for a sign of life from time to
 * time, takes over what other nodes have committed, and closes the store at the end. Safe for use by several threads at once;
 * looking up is one volatile read.
 */
public final class Registrations {

    private static final System.Logger LOG = System.getLogger(Registrations.class.getName());

    private final RegistrationCompiler compiler;
    private final Clock clock;
    private final SecureRandom random;
    private final StoreConnection connection;
    private final NodePresence presence;
    private final CommittedRegistrations committed;
    private final PeriodicTask keeper;

    /**
     * @param identity which gateway this is
     * @param timings when the store is looked at
     * @param overlay what is bound from elsewhere, or that it is awaited
     */
    Registrations(
            StoreOpener opener,
            ServiceCompiler compiler,
            SnapshotPublisher publisher,
            Clock clock,
            SecureRandom random,
            NodeIdentity identity,
            StoreTimings timings,
            GlobalOverlay overlay) {
        this.compiler = new RegistrationCompiler(compiler);
        this.clock = clock;
        this.random = random;
        this.connection = new StoreConnection(timings.maxSilence(), System::nanoTime);
        this.presence = new NodePresence(identity, clock);
        this.committed = new CommittedRegistrations(
                opener, this.compiler, publisher, clock, connection, presence, overlay, this::lookAtOnce);
        this.keeper = new PeriodicTask(
                "turnpike-registrations", new StoreWatch(committed, timings, System::nanoTime)::step, committed::close);
    }

    private void lookAtOnce() {
        keeper.wake();
    }

    /** Begins to load, in the background; returns at once. */
    public void start() {
        keeper.start();
    }

    /** Ends the background thread, which closes the store; waits until both are done. */
    public void stop() {
        keeper.stop();
    }

    /** Whether the registrations have been loaded, so that calls can be answered; stays so from then on. */
    public boolean ready() {
        return committed.loaded();
    }

    /** Why this process will never be {@link #ready}, so that only another one helps; empty if it may be. */
    public String lost() {
        return committed.lost();
    }

    /** How the store is; looks at what the last attempt found, does no I/O. */
    public StoreStatus storeStatus() {
        return connection.status();
    }

    /** The revision that is served; 0 if nothing has been registered yet. */
    public long revision() {
        return state().revision();
    }

    /** This gateway and the revision that it runs, at this moment. */
    GatewayNode node() {
        return presence.node(revision(), committed.since());
    }

    /** What compiles services here, with all that it knows. */
    RegistrationCompiler compiler() {
        return compiler;
    }

    /** The current state; empty until it has been loaded. */
    RegistrationState state() {
        return committed.state();
    }

    /**
     * The current state, for answers that would be wrong while it is still empty.
     *
     * @throws GatewayException {@code NOT_READY}
     */
    RegistrationState loadedState() throws GatewayException {
        if (!committed.loaded()) {
            throw StoreProblems.notLoaded();
        }
        return committed.state();
    }

    /**
     * Whose key has this hash: the current one, or a replaced one that is still good.
     *
     * @throws GatewayException {@code NOT_READY}
     */
    Optional<Owner> ownerOfKey(String keyHash) throws GatewayException {
        return loadedState().ownerOfKey(keyHash, clock.instant());
    }

    /**
     * Until when the key of this hash was good, if it was replaced and its end has come.
     *
     * @throws GatewayException {@code NOT_READY}
     */
    Optional<Instant> lapsedKey(String keyHash) throws GatewayException {
        return loadedState().lapsedKey(keyHash, clock.instant());
    }

    /**
     * Binds plugins to all requests, in place of those that were so bound before and of all that the store itself binds to them; see
     * {@link CommittedRegistrations#lay}.
     *
     * @param configurations by the names of the plugins
     */
    public boolean bindPulled(Map<String, PluginConfiguration> configurations) {
        return committed.lay(GlobalOverlay.of(configurations));
    }

    /** Makes a change of another kind; see {@link CommittedRegistrations#change}. */
    Outcome change(Terms terms, String action, Plan plan) throws GatewayException {
        return committed.change(terms, action, plan);
    }

    /** Asks the store for what it alone knows; see {@link CommittedRegistrations#ask}. */
    <T> T ask(StoreQuestion<T> question) throws GatewayException {
        return committed.ask(question);
    }

    /** Goes through the history of an owner; see {@link ConfigurationStore#history}. */
    void history(String ownerId, Predicate<OwnerRevision> visitor) throws GatewayException {
        boolean unused = ask((store, now) -> {
            store.history(ownerId, now.revision(), visitor);
            return true;
        });
    }

    /**
     * New owners.
     *
     * @param keys the API key of each, in the order of the request; they are nowhere else. None if they were only to be tried
     */
    record Registered(List<String> keys, Outcome outcome) {}

    /**
     * Registers new owners, all or none.
     *
     * @throws GatewayException {@code INVALID_REQUEST}, {@code INVALID_REGISTRATION} or {@code CONFLICT} with every fault;
     *     {@code PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    Registered register(RegistrationRequest request, Terms terms) throws GatewayException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < request.owners().size(); i++) {
            keys.add(terms.dryRun() ? "" : ApiKeys.generate(random));
        }
        Outcome outcome = committed.change(terms, Revision.REGISTER, now -> {
            FaultList faults = new FaultList(request.faults());
            List<Owner> owners = new ArrayList<>();
            for (OwnerEntry entry : request.owners()) {
                if (now.owner(entry.ownerId()).isPresent()) {
                    faults.conflict(
                            entry.pointer() + "/OwnerId", "OwnerId " + entry.ownerId() + " is registered already");
                }
                String hash = ApiKeys.hash(keys.get(owners.size()));
                owners.add(new Owner(entry.ownerName(), entry.ownerId(), hash, false, entry.registeredServices()));
            }
            return new Change(owners, compiler.compile(request.owners(), now, id -> true, faults));
        });
        for (Owner owner : outcome.change().owners()) {
            List<String> services = owner.services().stream()
                    .map(RegisteredService::serviceName)
                    .toList();
            AdminLog.changed(
                    "POST /register",
                    terms,
                    "owner " + owner.ownerId() + " registered, services: "
                            + (services.isEmpty() ? "none" : AdminLog.listed(services)) + revision(outcome));
        }
        return new Registered(terms.dryRun() ? List.of() : List.copyOf(keys), outcome);
    }

    /**
     * Replaces the name and the services of an owner; the key stays.
     *
     * @throws GatewayException as {@link #register}; {@code OWNER_NOT_FOUND}; {@code INVALID_REGISTRATION} also if the request
     *     is of another owner
     */
    Outcome update(String ownerId, RegistrationRequest request, Terms terms) throws GatewayException {
        Outcome outcome = committed.change(terms, "update", now -> {
            Owner former = now.owner(ownerId).orElseThrow(() -> ownerNotFound(ownerId));
            FaultList faults = new FaultList(request.faults());
            if (request.owners().size() > 1) {
                faults.shape("", "There are " + request.owners().size() + " owners (expected: " + ownerId + " alone)");
            }
            List<Owner> owners = new ArrayList<>();
            List<OwnerEntry> entries = new ArrayList<>();
            for (OwnerEntry entry : request.owners()) {
                if (!entry.ownerId().isEmpty() && !entry.ownerId().equals(ownerId)) {
                    faults.meaning(
                            entry.pointer() + "/OwnerId",
                            "OwnerId is " + entry.ownerId() + " (expected: " + ownerId + ", as in the query)");
                }
                entries.add(new OwnerEntry(entry.pointer(), ownerId, entry.ownerName(), entry.services()));
                owners.add(former.withRegistration(entry.ownerName(), entry.registeredServices()));
            }
            return new Change(owners, compiler.compile(entries, now, id -> true, faults));
        });
        for (Owner owner : outcome.change().owners()) {
            Owner former = outcome.before().owner(ownerId).orElse(owner);
            String differences = OwnerChange.describe(former, owner);
            AdminLog.changed(
                    "PUT /update",
                    terms,
                    "owner " + ownerId + " updated, " + (differences.isEmpty() ? "nothing new" : differences)
                            + revision(outcome));
        }
        return outcome;
    }

    static String revision(Outcome outcome) {
        return outcome.revision() > 0 ? ", revision " + outcome.revision() : ", no new revision";
    }

    /** Replaces the plain key of an owner, as an old database holds it, by its hash. Tries once; a later use tries again. */
    void hashKey(String ownerId) {
        if (!connection.status().reachable()) {
            return;
        }
        try {
            String author = "owner:" + ownerId;
            Outcome outcome = committed.change(
                    Terms.by(author),
                    "hash-key",
                    now -> new Change(
                            now.owner(ownerId).filter(Owner::plainKeyStored).map(Owner::withHashedKey).stream()
                                    .toList(),
                            Map.of()));
            if (outcome.revision() > 0) {
                AdminLog.changed(
                        "First use of a key", author, "its plain text is replaced by its hash" + revision(outcome));
            }
        } catch (GatewayException e) {
            LOG.log(Level.DEBUG, "The key of {0} is still stored in plain: {1}", ownerId, e.detail());
        }
    }

    static GatewayException ownerNotFound(String ownerId) {
        return new GatewayException(GatewayError.OWNER_NOT_FOUND, "There is no owner " + ownerId);
    }
}
