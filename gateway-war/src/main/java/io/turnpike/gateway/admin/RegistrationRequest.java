package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.RegisteredService;
import java.util.List;

/**
 * A registration as read from its JSON, with what is wrong about it so far.
 *
 * @param owners the owners that could be read
 * @param array whether the body was an array
 * @param faults what was found to be wrong
 */
record RegistrationRequest(List<OwnerEntry> owners, boolean array, FaultList faults) {

    RegistrationRequest {
        owners = List.copyOf(owners);
    }

    /**
     * One owner of a registration.
     *
     * @param pointer where it stands in the body
     * @param ownerId empty if it is missing or cannot be used
     */
    record OwnerEntry(String pointer, String ownerId, String ownerName, List<ServiceEntry> services) {

        OwnerEntry {
            services = List.copyOf(services);
        }

        List<RegisteredService> registeredServices() {
            return services.stream().map(ServiceEntry::service).toList();
        }
    }

    /**
     * One service of an owner.
     *
     * @param pointer where it stands in the body
     */
    record ServiceEntry(String pointer, RegisteredService service) {}
}
