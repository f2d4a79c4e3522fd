package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistrar;
import io.turnpike.registry.ServiceRegistry;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Lets the servers of services that are gone leave the registry. Nothing depends on it: such servers get no calls, their heartbeats are
 * refused, and the registry forgets them by itself after {@code timeToDie}; but so long nobody should see them there. Safe for use
 * by several threads at once.
 */
final class Dismissal {

    private static final System.Logger LOG = System.getLogger(Dismissal.class.getName());

    private final ServiceRegistry registry;
    private final ServiceRegistrar registrar;

    Dismissal(ServiceRegistry registry, ServiceRegistrar registrar) {
        this.registry = registry;
        this.registrar = registrar;
    }

    /** Dismisses the servers of what an owner had before and has no more. */
    void dismiss(String ownerId, RegistrationState before, RegistrationState after) {
        before.owner(ownerId).map(Owner::services).orElse(List.of()).stream()
                .map(RegisteredService::serviceName)
                .filter(name -> isServed(name, ownerId, before) && !isServed(name, ownerId, after))
                .forEach(name -> dismiss(name, ownerId));
    }

    private static boolean isServed(String serviceName, String ownerId, RegistrationState state) {
        return state.service(serviceName)
                .filter(service -> service.definition().ownerId().equals(ownerId))
                .isPresent();
    }

    private void dismiss(String serviceName, String ownerId) {
        List<ServiceInstance> servers = registry.list(serviceName).stream()
                .map(InstanceStatus::instance)
                .filter(server -> server.ownerId().equals(ownerId))
                .toList();
        try {
            int gone = 0;
            for (ServiceInstance server : servers) {
                gone += registrar.leave(server) ? 1 : 0;
            }
            if (gone > 0) {
                LOG.log(
                        Level.INFO,
                        LogText.oneLine(Counted.of(gone, "server") + " of " + serviceName + " left with the service"));
            }
        } catch (RegistryUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    LogText.oneLine("The servers of " + serviceName
                            + " stay in the registry until it forgets them, without calls: " + e.getMessage()));
        }
    }
}
