package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.ServiceDefinition;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Everything that is registered, at one revision, with its indexes. Immutable. */
final class RegistrationState {

    private static final SecureRandom RANDOM = new SecureRandom();

    static final RegistrationState NONE = new RegistrationState(
            0, Map.of(), Map.of(), RouteList.NONE, EntryList.NONE, new KeyIndex(List.of(), RANDOM));

    private final long revision;
    private final Map<String, Owner> owners;
    private final Map<String, CompiledService> services;
    private final RouteList routes;
    private final EntryList entries;
    private final KeyIndex keys;

    private RegistrationState(
            long revision,
            Map<String, Owner> owners,
            Map<String, CompiledService> services,
            RouteList routes,
            EntryList entries,
            KeyIndex keys) {
        this.revision = revision;
        this.owners = owners;
        this.services = services;
        this.routes = routes;
        this.entries = entries;
        this.keys = keys;
    }

    /**
     * Builds a state. A service whose definition is as it was in {@code former} keeps its compiled form.
     *
     * @param compile turns what is new into its compiled form; never fails
     * @param oddities is told of what is registered but cannot be served, in a sentence
     */
    static RegistrationState of(
            long revision,
            Collection<Owner> owners,
            RouteList routes,
            EntryList entries,
            RegistrationState former,
            Function<ServiceDefinition, CompiledService> compile,
            Consumer<String> oddities) {
        Map<String, Owner> byId = new LinkedHashMap<>();
        Map<String, CompiledService> byName = new LinkedHashMap<>();
        for (Owner owner : owners) {
            byId.put(owner.ownerId(), owner);
            for (RegisteredService service : owner.services()) {
                String name = service.serviceName();
                if (name.equals(Names.REGISTRY_PROXY)) {
                    continue;
                }
                if (name.isBlank()) {
                    oddities.accept("A service of owner " + owner.ownerId() + " has no name and is not served");
                } else if (Names.RESERVED.contains(name)
                        || Names.faultOf("ServiceName", name).isPresent()) {
                    oddities.accept("The service " + name + " of owner " + owner.ownerId()
                            + " is not served: its name cannot be the first segment of a URL, or is the gateway's own");
                } else if (byName.containsKey(name)) {
                    oddities.accept("The service " + name + " of owner " + owner.ownerId() + " is not served: owner "
                            + byName.get(name).definition().ownerId() + " has one of that name");
                } else {
                    byName.put(name, former.same(owner, service).orElseGet(() -> {
                        ServiceDefinition definition = service.definition(owner.ownerId());
                        return former.compiled(definition).orElseGet(() -> compile.apply(definition));
                    }));
                }
            }
        }
        KeyOddities.tell(owners, oddities);
        return new RegistrationState(revision, byId, byName, routes, entries, new KeyIndex(owners, RANDOM));
    }

    long revision() {
        return revision;
    }

    Collection<Owner> owners() {
        return owners.values();
    }

    Optional<Owner> owner(String ownerId) {
        return Optional.ofNullable(owners.get(ownerId));
    }

    RouteList routes() {
        return routes;
    }

    EntryList entries() {
        return entries;
    }

    /** All of it, to be compared with another configuration. */
    Contents contents() {
        return new Contents(owners(), routes.definitions(), entries.all());
    }

    /** All of it as it is once a change has been made. */
    Contents contentsAfter(Change change) {
        return new Contents(
                ownersWith(change.owners(), change.removed()),
                routes.with(change.routes()).definitions(),
                entries.with(change.entries(), revision + 1).all());
    }

    Collection<CompiledService> services() {
        return services.values();
    }

    /** Whether exactly the same services are served as at another revision. */
    boolean hasServicesOf(RegistrationState other) {
        return services.size() == other.services.size()
                && services.entrySet().stream()
                        .allMatch(entry -> other.services.get(entry.getKey()) == entry.getValue());
    }

    /** The service that is served under a name. */
    Optional<CompiledService> service(String serviceName) {
        return Optional.ofNullable(services.get(serviceName));
    }

    /** What a service's owner registered under its name. */
    Optional<RegisteredService> registered(String serviceName) {
        return service(serviceName)
                .flatMap(compiled -> owner(compiled.definition().ownerId()))
                .flatMap(owner -> owner.services().stream()
                        .filter(service -> service.serviceName().equals(serviceName))
                        .findFirst());
    }

    /** The owner whose current key has this hash. */
    Optional<Owner> ownerOfKey(String keyHash) {
        return ownerOfKey(keyHash, Instant.MAX.minusNanos(1));
    }

    /** The owner one of whose keys has this hash: the current one, or one that was replaced and is good until later. */
    Optional<Owner> ownerOfKey(String keyHash, Instant now) {
        return keys.ownerId(keyHash, now).flatMap(this::owner);
    }

    /** Until when the key of this hash was good, if it was replaced and its end has come. */
    Optional<Instant> lapsedKey(String keyHash, Instant now) {
        return keys.lapsed(keyHash, now);
    }

    /** The compiled form of a service of an owner who is here as the very same object, which needs not be compared, then. */
    private Optional<CompiledService> same(Owner owner, RegisteredService service) {
        return owners.get(owner.ownerId()) == owner
                ? service(service.serviceName())
                        .filter(compiled -> compiled.definition().ownerId().equals(owner.ownerId()))
                : Optional.empty();
    }

    /** The compiled form of exactly this definition, if it is served. */
    Optional<CompiledService> compiled(ServiceDefinition definition) {
        return service(definition.serviceName())
                .filter(compiled -> compiled.definition().equals(definition));
    }

    /** The owners as they are once some are replaced or added, and others are gone. */
    List<Owner> ownersWith(Collection<Owner> changed, Collection<String> removed) {
        Map<String, Owner> next = new LinkedHashMap<>(owners);
        changed.forEach(owner -> next.put(owner.ownerId(), owner));
        removed.forEach(next::remove);
        return List.copyOf(next.values());
    }
}
