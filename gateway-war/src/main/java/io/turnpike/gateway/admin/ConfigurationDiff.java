package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.Difference.Kind;
import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares configurations: owners by {@code OwnerId}, services by {@code ServiceName}, routes by {@code RouteId}, plugins and consumers by their names, whatever
 * their order, what they consist of member by member, and lists as a whole. That a key is another one is told, and no more of it.
 */
final class ConfigurationDiff {

    private final List<Difference> found = new ArrayList<>();

    private ConfigurationDiff() {}

    /** The differences, in the order of owners, services and members, then of routes and members, then of all else. */
    static List<Difference> between(Contents before, Contents after) {
        ConfigurationDiff diff = new ConfigurationDiff();
        Map<String, Owner> former = byId(before.owners());
        Map<String, Owner> now = byId(after.owners());
        for (String id : union(former.keySet(), now.keySet())) {
            // Most owners are the very same object.
            if (former.get(id) != now.get(id)) {
                diff.compare("/Owners/" + JsonFields.escape(id), former.get(id), now.get(id));
            }
        }
        diff.compare("/Routes", routes(before.routes(), after.routes()), routes(after.routes(), before.routes()));
        diff.compareEntries(before.entries(), after.entries());
        return List.copyOf(diff.found);
    }

    private void compareEntries(Collection<Entry> before, Collection<Entry> after) {
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        Map<String, Map<String, PluginConfiguration>> former = EntryJson.plugins(before);
        Map<String, Map<String, PluginConfiguration>> now = EntryJson.plugins(after);
        for (String place : union(former.keySet(), now.keySet())) {
            compare(
                    place,
                    RouteJson.plugins(former.getOrDefault(place, Map.of())).build(),
                    RouteJson.plugins(now.getOrDefault(place, Map.of())).build());
        }
        Map<String, Consumer> consumersBefore = EntryJson.consumers(before);
        Map<String, Consumer> consumersAfter = EntryJson.consumers(after);
        for (String name : union(consumersBefore.keySet(), consumersAfter.keySet())) {
            String pointer = '/' + EntryJson.CONSUMERS + '/' + JsonFields.escape(name);
            Consumer one = consumersBefore.get(name);
            Consumer other = consumersAfter.get(name);
            if (one == null) {
                found.add(Difference.added(pointer, JsonValue.EMPTY_JSON_OBJECT));
            } else if (other == null) {
                found.add(Difference.removed(pointer, JsonValue.EMPTY_JSON_OBJECT));
            } else if (!one.equals(other)) {
                found.add(Difference.hidden(Kind.CHANGED, pointer + "/Keys"));
            }
        }
    }

    /** Those of the routes that are not the same among the others: there may be very many, of which few change. */
    private static JsonObject routes(Collection<RouteDefinition> routes, Collection<RouteDefinition> others) {
        Map<String, RouteDefinition> otherById = new HashMap<>();
        others.forEach(other -> otherById.put(other.id(), other));
        JsonObjectBuilder byId = Json.createObjectBuilder();
        routes.stream()
                .filter(route -> !same(route, otherById.get(route.id())))
                .forEach(route -> byId.add(route.id(), RouteJson.of(route)));
        return byId.build();
    }

    /** Most are the very same object, which is soon found out. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(RouteDefinition route, @Nullable RouteDefinition other) {
        return route == other || route.equals(other);
    }

    /** Whether two owners differ in nothing but their keys. */
    static boolean sameRegistration(Owner one, Owner other) {
        return one.ownerName().equals(other.ownerName())
                && byName(one.services()).equals(byName(other.services()));
    }

    private static Map<String, Owner> byId(Collection<Owner> owners) {
        Map<String, Owner> byId = new LinkedHashMap<>();
        owners.forEach(owner -> byId.putIfAbsent(owner.ownerId(), owner));
        return byId;
    }

    /** An old database may have a name twice; {@code #} is in no name that could be registered now. */
    private static Map<String, RegisteredService> byName(Collection<RegisteredService> services) {
        Map<String, RegisteredService> byName = new LinkedHashMap<>();
        for (RegisteredService service : services) {
            String name = service.serviceName();
            for (int i = 2; byName.containsKey(name); i++) {
                name = service.serviceName() + '#' + i;
            }
            byName.put(name, service);
        }
        return byName;
    }

    private static Set<String> union(Collection<String> one, Collection<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    private void compare(String pointer, @Nullable Owner before, @Nullable Owner after) {
        if (before != null && after != null) {
            compareKeys(pointer + "/Key", before.apiKeyHash(), after.apiKeyHash());
            compare(pointer, members(before), members(after));
        } else if (after != null) {
            found.add(Difference.added(pointer, RegistrationJson.owner(after).build()));
        } else if (before != null) {
            found.add(Difference.removed(pointer, RegistrationJson.owner(before).build()));
        }
    }

    private void compareKeys(String pointer, String before, String after) {
        if (!before.equals(after)) {
            found.add(Difference.hidden(
                    before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : Kind.CHANGED, pointer));
        }
    }

    private static JsonObject members(Owner owner) {
        JsonObjectBuilder services = Json.createObjectBuilder();
        byName(owner.services()).forEach((name, service) -> services.add(name, RegistrationJson.service(service)));
        return Json.createObjectBuilder()
                .add("OwnerName", owner.ownerName())
                .add("Services", services)
                .build();
    }

    private void compare(String pointer, JsonObject before, JsonObject after) {
        for (String key : union(before.keySet(), after.keySet())) {
            JsonValue former = before.get(key);
            JsonValue now = after.get(key);
            String place = pointer + '/' + JsonFields.escape(key);
            if (former instanceof JsonObject one && now instanceof JsonObject other) {
                compare(place, one, other);
            } else if (former == null && now != null) {
                found.add(Difference.added(place, now));
            } else if (former != null && now == null) {
                found.add(Difference.removed(place, former));
            } else if (former != null && now != null && !former.equals(now)) {
                found.add(Difference.changed(place, former, now));
            }
        }
    }
}
