package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what an update has made of an owner, for the log. */
final class OwnerChange {

    private OwnerChange() {}

    /** The differences in words, such as {@code Assets suspended, Users added}; the empty text if there are none. */
    static String describe(Owner former, Owner now) {
        List<String> differences = new ArrayList<>();
        if (!former.ownerName().equals(now.ownerName())) {
            differences.add("OwnerName changed");
        }
        for (RegisteredService service : now.services()) {
            Optional<RegisteredService> before = find(former, service.serviceName());
            if (before.isEmpty()) {
                differences.add(service.serviceName() + (isSuspended(service) ? " added, suspended" : " added"));
            } else if (!before.get().equals(service)) {
                differences.add(service.serviceName() + ' ' + difference(before.get(), service));
            }
        }
        for (RegisteredService service : former.services()) {
            if (find(now, service.serviceName()).isEmpty()) {
                differences.add(service.serviceName() + " removed");
            }
        }
        return AdminLog.listed(differences);
    }

    private static String difference(RegisteredService before, RegisteredService now) {
        if (isSuspended(before) == isSuspended(now)) {
            return "changed";
        }
        return isSuspended(now) ? "suspended" : "resumed";
    }

    private static boolean isSuspended(RegisteredService service) {
        return service.idlContent().isBlank();
    }

    private static Optional<RegisteredService> find(Owner owner, String serviceName) {
        return owner.services().stream()
                .filter(service -> service.serviceName().equals(serviceName))
                .findFirst();
    }
}
