package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.RegistrationRequest.OwnerEntry;
import io.turnpike.gateway.admin.RegistrationRequest.ServiceEntry;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.ServiceDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which services there are once a change of the whole configuration is made. */
final class ServicesAfter {

    private ServicesAfter() {}

    /**
     * The check of what routes lead to then.
     *
     * @param changed owners that are others from then on
     * @param touched ids of these, and of owners that are gone then
     * @param compiled what could be compiled and is not served already
     */
    static TargetCheck targets(
            RegistrationState now,
            Collection<OwnerEntry> changed,
            Set<String> touched,
            Map<ServiceDefinition, CompiledService> compiled) {
        Map<String, CompiledService> known = new HashMap<>();
        Set<String> undecided = new HashSet<>();
        for (OwnerEntry owner : changed) {
            for (ServiceEntry entry : owner.services()) {
                ServiceDefinition definition = entry.service().definition(owner.ownerId());
                Optional.ofNullable(compiled.get(definition))
                        .or(() -> now.compiled(definition))
                        .ifPresentOrElse(
                                service -> known.put(definition.serviceName(), service),
                                () -> undecided.add(definition.serviceName()));
            }
        }
        return new TargetCheck(
                name -> Optional.ofNullable(known.get(name))
                        .or(() -> now.service(name)
                                .filter(service ->
                                        !touched.contains(service.definition().ownerId()))),
                undecided);
    }
}
