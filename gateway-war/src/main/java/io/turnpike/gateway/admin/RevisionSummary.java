package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.persistence.RevisionOutline;
import java.util.ArrayList;
import java.util.List;

/** Says in a sentence what a revision changed. Of many owners, and of many services, the first ten are named. */
final class RevisionSummary {

    private RevisionSummary() {}

    /** What a change makes of a state. */
    static String of(RegistrationState before, Change change) {
        List<String> parts = new ArrayList<>();
        for (Owner owner : change.owners()) {
            parts.add("owner " + owner.ownerId()
                    + before.owner(owner.ownerId())
                            .map(former -> ": " + changed(former, owner))
                            .orElseGet(() -> registered(owner)));
        }
        change.removed().stream()
                .filter(id -> before.owner(id).isPresent())
                .map(id -> "owner " + id + " deleted")
                .forEach(parts::add);
        String what = parts.isEmpty() ? "nothing" : AdminLog.listed(parts, "; ");
        return LogText.oneLine(change.note().isEmpty() ? what : change.note() + ": " + what);
    }

    /** What a revision says of itself; of one that was made before there were summaries, what it can tell. */
    static String of(RevisionOutline revision) {
        if (!revision.summary().isEmpty()) {
            return revision.summary();
        }
        List<String> parts = new ArrayList<>();
        revision.changed().forEach(id -> parts.add("owner " + id + ": " + revision.action()));
        revision.removed().forEach(id -> parts.add("owner " + id + " deleted"));
        return LogText.oneLine(parts.isEmpty() ? "nothing" : AdminLog.listed(parts, "; "));
    }

    private static String registered(Owner owner) {
        List<String> services =
                owner.services().stream().map(RegisteredService::serviceName).toList();
        return " registered" + (services.isEmpty() ? ", no services" : ", services: " + AdminLog.listed(services));
    }

    private static String changed(Owner former, Owner now) {
        List<String> parts = new ArrayList<>();
        String registration = OwnerChange.describe(former, now);
        if (!registration.isEmpty()) {
            parts.add(registration);
        }
        if (!former.apiKeyHash().equals(now.apiKeyHash())) {
            parts.add(
                    former.apiKeyHash().isEmpty()
                            ? "a key given"
                            : now.apiKeyHash().isEmpty() ? "keys revoked" : "key replaced");
        } else if (!former.formerKeys().equals(now.formerKeys())) {
            parts.add("former keys changed");
        }
        if (former.plainKeyStored() && !now.plainKeyStored()) {
            parts.add("key kept as its hash only");
        }
        return parts.isEmpty() ? "the order of its services" : String.join(", ", parts);
    }
}
