package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.RegistrationRequest.OwnerEntry;
import io.turnpike.gateway.admin.RegistrationRequest.ServiceEntry;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An owner of a request that is as {@link RegistrationJson} writes the one that is there, its services in any order. It needs not be read by
 * the rules of today, and must not: what an old database holds, and nobody could register any more, stands in what {@code GET
 * /admin/config} answers, and can be put back.
 */
final class UnchangedOwner {

    private UnchangedOwner() {}

    /** The entry of an owner that is to stay as it is; empty if it is to become another, or is none. */
    static Optional<OwnerEntry> of(JsonValue element, String pointer, RegistrationState now) {
        if (!(element instanceof JsonObject object)) {
            return Optional.empty();
        }
        return now.owner(object.getString("OwnerId", ""))
                .filter(owner -> same(object, RegistrationJson.owner(owner).build()))
                .map(owner -> new OwnerEntry(pointer, owner.ownerId(), owner.ownerName(), entries(owner, pointer)));
    }

    private static boolean same(JsonObject one, JsonObject other) {
        return one.keySet().equals(other.keySet())
                && Objects.equals(one.get("OwnerName"), other.get("OwnerName"))
                && one.get("Services") instanceof JsonArray services
                && sameInAnyOrder(services, other.getJsonArray("Services"));
    }

    /** No service is there twice, but where an old database has it so; then they are not the same, and read as others are. */
    private static boolean sameInAnyOrder(JsonArray one, JsonArray other) {
        HashSet<JsonValue> values = new HashSet<>(other);
        return one.size() == other.size() && values.size() == other.size() && values.equals(new HashSet<>(one));
    }

    private static List<ServiceEntry> entries(Owner owner, String pointer) {
        List<ServiceEntry> entries = new ArrayList<>();
        for (RegisteredService service : owner.services()) {
            entries.add(new ServiceEntry(pointer + "/Services/" + entries.size(), service));
        }
        return entries;
    }
}
