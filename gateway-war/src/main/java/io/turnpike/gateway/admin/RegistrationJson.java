package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.routing.ServiceOptions;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Writes what is registered as {@link RegistrationReader} reads it. Never a key or its hash. */
final class RegistrationJson {

    private RegistrationJson() {}

    /** An owner, to be registered anew as it is. */
    static JsonObjectBuilder owner(Owner owner) {
        JsonArrayBuilder services = Json.createArrayBuilder();
        owner.services().forEach(service -> services.add(service(service)));
        return Json.createObjectBuilder()
                .add("OwnerName", owner.ownerName())
                .add("OwnerId", owner.ownerId())
                .add("Services", services);
    }

    static JsonObjectBuilder service(RegisteredService service) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("ServiceId", service.serviceId())
                .add("ServiceName", service.serviceName())
                .add("IdlContent", service.idlContent());
        if (!service.idlIncludes().isEmpty()) {
            JsonObjectBuilder includes = Json.createObjectBuilder();
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
                    Json.createObjectBuilder()
                            .add("RejectUnknownFields", options.rejectUnknownFields())
                            .add("Int64AsText", options.int64AsText())
                            .add("NonFiniteAsNull", options.nonFiniteAsNull())
                            .add("EnumAsNumber", options.enumAsNumber()));
        }
        return json;
    }

    private static JsonArrayBuilder paths(RegisteredService service) {
        JsonArrayBuilder paths = Json.createArrayBuilder();
        service.paths().forEach(path -> {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("ExposedMethod", path.exposedMethod())
                    .add("MethodPath", path.methodPath());
            path.verb().ifPresent(verb -> json.add("Verb", verb));
            if (!path.exceptionStatus().isEmpty()) {
                JsonObjectBuilder statuses = Json.createObjectBuilder();
                new TreeMap<>(path.exceptionStatus()).forEach(statuses::add);
                json.add("ExceptionStatus", statuses);
            }
            paths.add(json);
        });
        return paths;
    }

    private static JsonArrayBuilder registeredServers(RegisteredService service) {
        JsonArrayBuilder servers = Json.createArrayBuilder();
        service.registeredServers()
                .forEach(server -> servers.add(Json.createObjectBuilder()
                        .add("ServerUrl", server.serverUrl())
                        .add("Port", server.port())));
        return servers;
    }
}
