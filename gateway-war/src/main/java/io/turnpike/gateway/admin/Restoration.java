package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.RegistrationRequest.OwnerEntry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.FormerConfiguration;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an earlier revision had, read again by the rules of today, as if somebody registered it now. Only what differs from now is
 * read: what is served as it is stays, also where an old database holds what nobody could register any more.
 */
final class Restoration {

    /** Pointers into these are by names already. */
    private static final Set<String> NAMED = Set.of(RequestedRoutes.KEY, EntryJson.PLUGINS, EntryJson.CONSUMERS);

    private final FormerConfiguration former;
    private final RegistrationState now;
    private final List<Owner> different;

    /** @param onlyOwner the one owner that is to be restored; empty: all */
    Restoration(FormerConfiguration former, RegistrationState now, Optional<String> onlyOwner) {
        this.former = former;
        this.now = now;
        this.different = former.owners().stream()
                .filter(owner -> onlyOwner.isEmpty() || onlyOwner.get().equals(owner.ownerId()))
                .filter(owner -> now.owner(owner.ownerId())
                        .filter(same -> ConfigurationDiff.sameRegistration(same, owner))
                        .isEmpty())
                .toList();
    }

    /** The owners that were there then and are not, or not as they were, with every fault so far. */
    RegistrationRequest request() {
        if (different.isEmpty()) {
            return new RegistrationRequest(List.of(), true, new FaultList());
        }
        JsonArrayBuilder owners = Json.createArrayBuilder();
        different.forEach(owner -> owners.add(RegistrationJson.owner(owner)));
        RegistrationRequest read = RegistrationReader.read(owners.build());
        for (OwnerEntry entry : read.owners()) {
            if (now.owner(entry.ownerId()).isPresent() && former.reassigned().contains(entry.ownerId())) {
                read.faults()
                        .meaning(
                                entry.pointer() + "/OwnerId",
                                "OwnerId " + entry.ownerId() + " was deleted after revision "
                                        + former.outline().number()
                                        + ", and somebody has registered it again at some time; it may be another owner now"
                                        + " (expected: that one is deleted first, if the former one is to come back)");
            }
        }
        return read;
    }

    /** Why it cannot be gone back: every fault, with pointers by the names of owners and services as differences have them. */
    GatewayException refusal(GatewayException problem) {
        if (problem.faults().isEmpty()) {
            return problem;
        }
        List<Fault> faults = problem.faults().stream().map(this::named).toList();
        String first = faults.get(0).pointer() + " " + faults.get(0).detail();
        return new GatewayException(
                GatewayError.INVALID_REGISTRATION,
                "Revision " + former.outline().number() + " cannot be gone back to: "
                        + (faults.size() == 1 ? first : faults.size() + " faults; each is listed in errors"),
                faults,
                Map.of());
    }

    private Fault named(Fault fault) {
        List<String> steps = new ArrayList<>(List.of(fault.pointer().split("/", -1)));
        if (steps.size() < 2 || NAMED.contains(steps.get(1))) {
            return fault;
        }
        Owner owner = different.get(Integer.parseInt(steps.get(1)));
        steps.set(1, "Owners/" + JsonFields.escape(owner.ownerId()));
        if (steps.size() > 3 && steps.get(2).equals("Services")) {
            RegisteredService service = owner.services().get(Integer.parseInt(steps.get(3)));
            steps.set(3, JsonFields.escape(service.serviceName()));
        }
        return new Fault(String.join("/", steps), fault.detail(), fault.expected(), fault.line(), fault.column());
    }
}
