package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.persistence.RevisionOutline;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says in a sentence what a revision changed. Of many owners, services, routes and others the first ten are named. */
final class RevisionSummary {

    private RevisionSummary() {}

    /** What a change makes of a state; owners as they come, all else in the order of the ids. */
    static String of(RegistrationState before, Change change) {
        List<String> parts = new ArrayList<>();
        for (Owner owner : change.owners()) {
            parts.add("owner " + owner.ownerId()
                    + before.owner(owner.ownerId())
                            .map(former -> ": " + changed(former, owner))
                            .orElseGet(() -> registered(owner)));
        }
        change.removed().stream()
                .sorted()
                .filter(id -> before.owner(id).isPresent())
                .map(id -> "owner " + id + " deleted")
                .forEach(parts::add);
        for (CheckedRoute route : byId(change.routes().changed())) {
            String id = route.definition().id();
            before.routes()
                    .route(id)
                    .map(former -> former.equals(route) ? "" : "changed")
                    .or(() -> Optional.of("added"))
                    .filter(became -> !became.isEmpty())
                    .ifPresent(became -> parts.add("route " + id + ' ' + became));
        }
        change.routes().removed().stream()
                .sorted()
                .filter(id -> before.routes().route(id).isPresent())
                .map(id -> "route " + id + " deleted")
                .forEach(parts::add);
        for (Entry entry : change.entries().changed()) {
            Optional<Entry> former = before.entries().entry(entry.id());
            if (former.isEmpty() || !former.get().equals(entry)) {
                parts.add(entry.words() + (former.isEmpty() ? " added" : " changed"));
            }
        }
        change.entries().removed().stream()
                .sorted()
                .flatMap(id -> before.entries().entry(id).stream())
                .map(entry -> entry.words() + " deleted")
                .forEach(parts::add);
        String what = parts.isEmpty() ? "nothing" : AdminLog.listed(parts, "; ");
        return LogText.oneLine(change.note().isEmpty() ? what : change.note() + ": " + what);
    }

    private static List<CheckedRoute> byId(List<CheckedRoute> routes) {
        return routes.stream()
                .sorted(Comparator.comparing(route -> route.definition().id()))
                .toList();
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
