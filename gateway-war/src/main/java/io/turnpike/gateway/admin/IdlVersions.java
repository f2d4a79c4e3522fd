package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.OwnerRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the versions of services' IDLs out of the revisions: a version begins with the revision that changed its texts or its
 * {@code Version}, and is called by the number of that revision. Safe for use by several threads at once.
 */
final class IdlVersions {

    private final Registrations registrations;

    IdlVersions(Registrations registrations) {
        this.registrations = registrations;
    }

    /**
     * Some versions, newest first.
     *
     * @param current the revision of the version in force; empty if the service is deleted
     * @param nextBefore what to ask for to get those before them; empty if there are none
     */
    record Page(List<IdlVersion> versions, OptionalLong current, OptionalLong nextBefore) {}

    /** A version with its service as it was registered then. */
    record Text(IdlVersion version, RegisteredService service) {}

    /**
     * Lists versions of a service, which may be deleted by now.
     *
     * @param before only those of earlier revisions
     * @param limit at most so many
     * @throws GatewayException {@code SERVICE_NOT_FOUND} if this owner never had it; {@code STORE_UNAVAILABLE}
     */
    Page list(String ownerId, String serviceName, long before, int limit) throws GatewayException {
        List<IdlVersion> found = new ArrayList<>();
        List<IdlVersion> newest = new ArrayList<>();
        Walk walk = new Walk(serviceName, version -> {
            if (newest.isEmpty()) {
                newest.add(version);
            }
            if (version.revision() < before) {
                found.add(version);
            }
            return found.size() <= limit;
        });
        registrations.history(ownerId, walk);
        walk.end();
        if (newest.isEmpty()) {
            throw new GatewayException(
                    GatewayError.SERVICE_NOT_FOUND, "Owner " + ownerId + " never had a service " + serviceName);
        }
        boolean more = found.size() > limit;
        List<IdlVersion> page = more ? found.subList(0, limit) : found;
        return new Page(
                List.copyOf(page),
                walk.begunServed() ? OptionalLong.of(newest.get(0).revision()) : OptionalLong.empty(),
                more ? OptionalLong.of(page.get(limit - 1).revision()) : OptionalLong.empty());
    }

    /**
     * The version that was in force at a revision.
     *
     * @throws GatewayException {@code VERSION_NOT_FOUND} if the owner had no such service then; {@code STORE_UNAVAILABLE}
     */
    Text at(String ownerId, String serviceName, long revision) throws GatewayException {
        List<IdlVersion> version = new ArrayList<>();
        List<OwnerRevision> then = new ArrayList<>();
        Walk walk = new Walk(serviceName, found -> {
            version.add(found);
            return false;
        });
        if (revision <= registrations.revision()) {
            registrations.history(ownerId, made -> {
                if (made.number() > revision) {
                    return true;
                }
                if (then.isEmpty()) {
                    then.add(made);
                }
                return walk.test(made) && walk.begunServed();
            });
            walk.end();
        }
        if (version.isEmpty()) {
            throw new GatewayException(
                    GatewayError.VERSION_NOT_FOUND,
                    "Owner " + ownerId + " had no service " + serviceName + " at revision " + revision);
        }
        RegisteredService service = service(then.get(0).owner(), serviceName)
                .orElseThrow(() -> new IllegalStateException("a version of a service that is not there"));
        return new Text(version.get(0), service);
    }

    private static Optional<RegisteredService> service(Owner owner, String serviceName) {
        return owner.services().stream()
                .filter(service -> service.serviceName().equals(serviceName))
                .findFirst();
    }

    /** Goes from newer to older revisions and tells of a version when the one before it is seen to be another, or none. */
    private static final class Walk implements Predicate<OwnerRevision> {

        private final String serviceName;
        private final Predicate<IdlVersion> versions;
        private boolean begun;
        private boolean begunServed;
        private boolean ended;

        /** The earliest revision seen so far of the version that is being looked at; null: the service was not there. */
        private @Nullable IdlVersion candidate;

        /** @param versions returns false to end */
        Walk(String serviceName, Predicate<IdlVersion> versions) {
            this.serviceName = serviceName;
            this.versions = versions;
        }

        @Override
        public boolean test(OwnerRevision revision) {
            IdlVersion former = candidate;
            candidate = service(revision.owner(), serviceName)
                    .map(service -> IdlVersion.of(revision, IdlVersion.Content.of(service)))
                    .orElse(null);
            if (!begun) {
                begun = true;
                begunServed = candidate != null;
            }
            if (former != null && (candidate == null || !candidate.content().equals(former.content()))) {
                ended = !versions.test(former);
            }
            return !ended;
        }

        /** There is no older revision. */
        void end() {
            IdlVersion last = candidate;
            if (!ended && last != null) {
                ended = true;
                boolean unused = versions.test(last);
            }
        }

        /** Whether the service was there at the first, newest, revision. */
        boolean begunServed() {
            return begunServed;
        }
    }
}
