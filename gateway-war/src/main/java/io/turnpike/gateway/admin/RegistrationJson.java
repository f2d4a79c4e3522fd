package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.routing.ServiceOptions;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Writes what is registered as {@link RegistrationReader} reads it. Never a key or its hash. */
final class RegistrationJson {

    /** Made once: {@code Json} looks for who makes builders at each call. */
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private RegistrationJson() {}

    /** Owners, in the order of their ids. */
    static JsonArrayBuilder owners(Collection<Owner> owners) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        owners.stream().sorted(Comparator.comparing(Owner::ownerId)).forEach(owner -> all.add(owner(owner)));
        return all;
    }

    /** An owner, to be registered anew as it is. */
    static JsonObjectBuilder owner(Owner owner) {
        JsonArrayBuilder services = JSON.createArrayBuilder();
        owner.services().forEach(service -> services.add(service(service)));
        return JSON.createObjectBuilder()
                .add("OwnerName", owner.ownerName())
                .add("OwnerId", owner.ownerId())
                .add("Services", services);
    }

    static JsonObjectBuilder service(RegisteredService service) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("ServiceId", service.serviceId())
                .add("ServiceName", service.serviceName())
                .add("IdlContent", service.idlContent());
        if (!service.idlIncludes().isEmpty()) {
            JsonObjectBuilder includes = JSON.createObjectBuilder();
            service.idlIncludes().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(include -> includes.add(include.getKey(), include.getValue()));
            json.add("IdlIncludes", includes);
        }
        json.add("Version", service.version())
                .add("ServiceDescription", service.serviceDescription())
                .add("ServerCount", service.serverCount())
                .add("Paths", paths(service))
                .add("RegisteredServers", registeredServers(service))
                .add("Transport", service.transport().word())
                .add("Protocol", service.protocol().word());
        service.multiplexedName().ifPresent(name -> json.add("MultiplexedName", name));
        service.httpPath().ifPresent(path -> json.add("HttpPath", path));
        service.timeout().ifPresent(timeout -> json.add("TimeoutMillis", timeout.toMillis()));
        ServiceOptions options = service.options();
        if (!options.equals(ServiceOptions.DEFAULTS)) {
            json.add(
                    "Options",
                    JSON.createObjectBuilder()
                            .add("RejectUnknownFields", options.rejectUnknownFields())
                            .add("Int64AsText", options.int64AsText())
                            .add("NonFiniteAsNull", options.nonFiniteAsNull())
                            .add("EnumAsNumber", options.enumAsNumber()));
        }
        return json;
    }

    private static JsonArrayBuilder paths(RegisteredService service) {
        JsonArrayBuilder paths = JSON.createArrayBuilder();
        service.paths().forEach(path -> {
            JsonObjectBuilder json = JSON.createObjectBuilder()
                    .add("ExposedMethod", path.exposedMethod())
                    .add("MethodPath", path.methodPath());
            path.verb().ifPresent(verb -> json.add("Verb", verb));
            if (!path.exceptionStatus().isEmpty()) {
                JsonObjectBuilder statuses = JSON.createObjectBuilder();
                new TreeMap<>(path.exceptionStatus()).forEach(statuses::add);
                json.add("ExceptionStatus", statuses);
            }
            paths.add(json);
        });
        return paths;
    }

    private static JsonArrayBuilder registeredServers(RegisteredService service) {
        JsonArrayBuilder servers = JSON.createArrayBuilder();
        service.registeredServers()
                .forEach(server -> servers.add(JSON.createObjectBuilder()
                        .add("ServerUrl", server.serverUrl())
                        .add("Port", server.port())));
        return servers;
    }
}
