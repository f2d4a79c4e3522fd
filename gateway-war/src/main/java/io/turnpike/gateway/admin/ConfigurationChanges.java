package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.RegistrationRequest.OwnerEntry;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.schema.PluginCheck;
import jakarta.json.JsonValue;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Changes of the configuration as a whole, each as one revision. Keys are not part of it: an owner that is there keeps those that it
 * has, and one that is not, whether new or deleted before, gets a new one. Safe for use by several threads at once.
 */
final class ConfigurationChanges {

    private final Registrations registrations;
    private final Revisions revisions;
    private final RegistrationCompiler compiler;
    private final Dismissal dismissal;
    private final PluginCheck pluginCheck;
    private final SecureRandom random;

    ConfigurationChanges(
            Registrations registrations,
            Revisions revisions,
            RegistrationCompiler compiler,
            Dismissal dismissal,
            PluginCheck pluginCheck,
            SecureRandom random) {
        this.registrations = registrations;
        this.revisions = revisions;
        this.compiler = compiler;
        this.dismissal = dismissal;
        this.pluginCheck = pluginCheck;
        this.random = random;
    }

    /**
     * What came of it.
     *
     * @param keys the keys of owners that were not there before, by their ids; they are nowhere else. None if it was only tried
     * @param consumerKeys the same of consumers, by their names
     * @param ignored what of the request was read over
     */
    record Applied(Outcome outcome, Map<String, String> keys, Map<String, String> consumerKeys, List<Fault> ignored) {

        Applied {
            keys = Map.copyOf(keys);
            consumerKeys = Map.copyOf(consumerKeys);
            ignored = List.copyOf(ignored);
        }
    }

    /**
     * Goes back to what was registered at a revision, and to the routes, plugins and consumers of then.
     *
     * @param ownerId the one owner to go back for, while all else stays; empty: all, and what came since is deleted
     * @throws GatewayException {@code REVISION_NOT_FOUND}; {@code OWNER_NOT_FOUND} if there was no such owner then, and is none
     *     now; {@code INVALID_REGISTRATION} with every reason why it cannot be gone back; {@code PRECONDITION_FAILED}, {@code
     *     NOT_READY}, {@code STORE_UNAVAILABLE}, {@code PAYLOAD_TOO_LARGE}
     */
    Applied rollback(long number, Optional<String> ownerId, Terms terms) throws GatewayException {
        Keys keys = new Keys(terms.dryRun());
        Predicate<String> concerned = id -> ownerId.isEmpty() || ownerId.get().equals(id);
        String note = "back to revision " + number
                + ownerId.map(id -> " for owner " + id).orElse("");
        PluginCheck check = pluginCheck.ofOneChange();
        Outcome outcome = registrations.change(terms, "rollback", now -> {
            var former = revisions.at(number);
            Set<String> there = new HashSet<>();
            former.owners().forEach(owner -> there.add(owner.ownerId()));
            if (ownerId.isPresent()
                    && !there.contains(ownerId.get())
                    && now.owner(ownerId.get()).isEmpty()) {
                throw Registrations.ownerNotFound(ownerId.get());
            }
            Restoration restoration = new Restoration(former, now, ownerId);
            RegistrationRequest request = restoration.request();
            Set<String> gone = gone(now, id -> concerned.test(id) && !there.contains(id));
            try {
                RequestedRoutes routes = ownerId.isPresent()
                        ? RequestedRoutes.asTheyAre()
                        : RequestedRoutes.restored(former.routes(), now, check, request.faults());
                EntryChanges entries = ownerId.isPresent()
                        ? EntryChanges.NONE
                        : new RequestedEntries(now, check, keys.consumers(), request.faults())
                                .restored(former.entries());
                return change(now, request, gone, routes, entries, keys, note);
            } catch (GatewayException e) {
                throw restoration.refusal(e);
            }
        });
        return finish("POST /admin/revisions/" + number + "/rollback", terms, outcome, keys, List.of());
    }

    /**
     * Makes a request the whole configuration: what it does not name is deleted, and what it has as it is stays.
     *
     * @param body an object with {@code Owners} and {@code Routes}, and {@code Plugins} and {@code Consumers} if there are to be any
     * @throws GatewayException {@code INVALID_REQUEST}, {@code INVALID_REGISTRATION}, {@code INVALID_ROUTE}, {@code INVALID_PLUGIN} or {@code CONFLICT} with every fault; {@code
     *     PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}, {@code PAYLOAD_TOO_LARGE}
     */
    Applied apply(JsonValue body, Terms terms) throws GatewayException {
        Keys keys = new Keys(terms.dryRun());
        PluginCheck check = pluginCheck.ofOneChange();
        RequestedRoutes.Read read =
                RequestedRoutes.read(body, registrations.state().routes(), check);
        List<Fault> ignored = new ArrayList<>();
        Outcome outcome = registrations.change(terms, "apply", now -> {
            RegistrationRequest request = RegistrationReader.readConfiguration(body, now);
            // Asked again, it finds the same.
            ignored.clear();
            ignored.addAll(request.faults().ignored());
            Set<String> there = new HashSet<>();
            request.owners().forEach(owner -> there.add(owner.ownerId()));
            Set<String> gone = gone(now, id -> !there.contains(id));
            RequestedRoutes routes = RequestedRoutes.of(read, now, request.faults());
            EntryChanges entries = new RequestedEntries(now, check, keys.consumers(), request.faults()).requested(body);
            return change(now, request, gone, routes, entries, keys, "configuration applied");
        });
        return finish("PUT /admin/config", terms, outcome, keys, ignored);
    }

    private static Set<String> gone(RegistrationState now, Predicate<String> goes) {
        Set<String> gone = new HashSet<>();
        now.owners().stream().map(Owner::ownerId).filter(goes).forEach(gone::add);
        return gone;
    }

    /** @param gone ids of owners that go */
    private Change change(
            RegistrationState now,
            RegistrationRequest request,
            Set<String> gone,
            RequestedRoutes routes,
            EntryChanges entries,
            Function<String, String> keys,
            String note)
            throws GatewayException {
        List<Owner> owners = new ArrayList<>();
        List<OwnerEntry> changed = new ArrayList<>();
        Set<String> touched = new HashSet<>(gone);
        for (OwnerEntry entry : request.owners()) {
            Optional<Owner> former = now.owner(entry.ownerId());
            Owner next = former.map(owner -> owner.withRegistration(entry.ownerName(), entry.registeredServices()))
                    .orElseGet(() -> new Owner(
                            entry.ownerName(),
                            entry.ownerId(),
                            ApiKeys.hash(keys.apply(entry.ownerId())),
                            false,
                            entry.registeredServices()));
            if (former.isEmpty() || !ConfigurationDiff.sameRegistration(former.get(), next)) {
                owners.add(next);
                changed.add(entry);
                touched.add(entry.ownerId());
            }
        }
        FaultList faults = request.faults();
        var compiled = compiler.compileAll(changed, now, id -> !touched.contains(id), faults);
        routes.check(ServicesAfter.targets(now, changed, touched, compiled), faults);
        faults.throwIfAny();
        // So that the same change is told in the same words.
        owners.sort(Comparator.comparing(Owner::ownerId));
        return new Change(owners, compiled, gone.stream().sorted().toList(), routes.changes(), entries, note);
    }

    private Applied finish(String call, Terms terms, Outcome outcome, Keys keys, List<Fault> ignored) {
        RegistrationState before = outcome.before();
        Change change = outcome.change();
        AdminLog.changed(call, terms, outcome);
        if (terms.dryRun()) {
            return new Applied(outcome, Map.of(), Map.of(), ignored);
        }
        RegistrationState after = registrations.state();
        change.owners().forEach(owner -> dismissal.dismiss(owner.ownerId(), before, after));
        change.removed().forEach(id -> dismissal.dismiss(id, before, after));
        Map<String, String> given = new TreeMap<>();
        change.owners().stream()
                .map(Owner::ownerId)
                .filter(id -> before.owner(id).isEmpty())
                .forEach(id -> given.put(id, keys.apply(id)));
        return new Applied(outcome, given, keys.givenToConsumers(change), ignored);
    }

    /** Makes a key for each owner that needs one, the same however often it is asked. For one thread. */
    private final class Keys implements Function<String, String> {

        private final boolean dryRun;
        private final Map<String, String> made = new LinkedHashMap<>();
        private final Map<String, String> ofConsumers = new LinkedHashMap<>();

        Keys(boolean dryRun) {
            this.dryRun = dryRun;
        }

        @Override
        public String apply(String ownerId) {
            return key(made, ownerId);
        }

        /** The same for consumers, by their names. */
        Function<String, String> consumers() {
            return name -> key(ofConsumers, name);
        }

        private String key(Map<String, String> keys, String of) {
            // Different ones, so that they are not taken for one key of two consumers.
            return dryRun ? "tried " + of : keys.computeIfAbsent(of, id -> ApiKeys.generate(random));
        }

        /** Those of the keys that consumers have got by a change. */
        Map<String, String> givenToConsumers(Change change) {
            Map<String, String> given = new TreeMap<>();
            for (Entry entry : change.entries().changed()) {
                if (entry instanceof Consumer consumer && ofConsumers.containsKey(consumer.name())) {
                    String key = ofConsumers.get(consumer.name());
                    if (consumer.keyHashes().contains(ApiKeys.hash(key))) {
                        given.put(consumer.name(), key);
                    }
                }
            }
            return given;
        }
    }
}
