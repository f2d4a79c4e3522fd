package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.routing.NearestName;
import java.util.List;
import java.util.Map;

/** Deletes owners and services; their history stays. Safe for use by several threads at once. */
final class Deletions {

    private final Registrations registrations;
    private final Dismissal dismissal;

    Deletions(Registrations registrations, Dismissal dismissal) {
        this.registrations = registrations;
        this.dismissal = dismissal;
    }

    /**
     * Deletes an owner with its key and its services.
     *
     * @throws GatewayException {@code OWNER_NOT_FOUND}, {@code PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    Outcome deleteOwner(String ownerId, Terms terms) throws GatewayException {
        Outcome outcome = registrations.change(terms, "delete-owner", now -> {
            requireOwner(now, ownerId);
            return new Change(List.of(), Map.of(), List.of(ownerId), RouteChanges.NONE, EntryChanges.NONE, "");
        });
        AdminLog.changed(
                "DELETE /owners/" + ownerId, terms, "owner " + ownerId + " deleted" + Registrations.revision(outcome));
        dismissal.dismiss(ownerId, outcome.before(), registrations.state());
        return outcome;
    }

    /**
     * Deletes a service of an owner.
     *
     * @throws GatewayException as {@link #deleteOwner}; {@code SERVICE_NOT_FOUND} if the owner has none of this name
     */
    Outcome deleteService(String ownerId, String serviceName, Terms terms) throws GatewayException {
        Outcome outcome = registrations.change(terms, "delete-service", now -> {
            Owner owner = requireOwner(now, ownerId);
            List<RegisteredService> others = owner.services().stream()
                    .filter(service -> !service.serviceName().equals(serviceName))
                    .toList();
            if (others.size() == owner.services().size()) {
                throw noService(owner, serviceName);
            }
            return new Change(List.of(owner.withServices(others)), Map.of());
        });
        AdminLog.changed(
                "DELETE /owners/" + ownerId + "/services/" + serviceName,
                terms,
                "service " + serviceName + " of owner " + ownerId + " deleted" + Registrations.revision(outcome));
        dismissal.dismiss(ownerId, outcome.before(), registrations.state());
        return outcome;
    }

    private static Owner requireOwner(RegistrationState now, String ownerId) throws GatewayException {
        return now.owner(ownerId).orElseThrow(() -> Registrations.ownerNotFound(ownerId));
    }

    private static GatewayException noService(Owner owner, String serviceName) {
        List<String> names = owner.services().stream()
                .map(RegisteredService::serviceName)
                .sorted()
                .toList();
        return new GatewayException(
                GatewayError.SERVICE_NOT_FOUND,
                "Owner " + owner.ownerId() + " has no service " + serviceName
                        + NearestName.question(serviceName, names));
    }
}
