package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.RegistrationRequest.OwnerEntry;
import io.turnpike.gateway.admin.RegistrationRequest.ServiceEntry;
import io.turnpike.gateway.admin.model.Protocol;
import io.turnpike.gateway.admin.model.RegisteredServer;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.admin.model.ServicePath;
import io.turnpike.gateway.admin.model.Transport;
import io.turnpike.gateway.routing.ServiceOptions;
import io.turnpike.gateway.upstream.thrift.Dialect;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the JSON of {@code /register}, {@code /update} and {@code /admin/config}. Every fault is noted with its JSON Pointer, and reading goes on.
 * What needs to know other registrations, or Thrift, is checked by {@link Registrations}.
 */
final class RegistrationReader {

    private static final List<String> CONFIGURATION_KEYS =
            List.of("Owners", RequestedRoutes.KEY, EntryJson.PLUGINS, EntryJson.CONSUMERS);
    private static final Set<String> OWNER_KEYS = Set.of("OwnerName", "OwnerId", "Services");
    private static final Set<String> SERVICE_KEYS = Set.of(
            "ServiceId",
            "ServiceName",
            "IdlContent",
            "IdlIncludes",
            "Version",
            "ServiceDescription",
            "ServerCount",
            "Paths",
            "RegisteredServers",
            "Transport",
            "Protocol",
            "MultiplexedName",
            "HttpPath",
            "TimeoutMillis",
            "Options");
    private static final Set<String> PATH_KEYS = Set.of("ExposedMethod", "MethodPath", "Verb", "ExceptionStatus");
    private static final Set<String> SERVER_KEYS = Set.of("ServerUrl", "Port");
    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");
    private static final String REJECT_UNKNOWN_FIELDS = "RejectUnknownFields";
    private static final String INT64_AS_TEXT = "Int64AsText";
    private static final String NON_FINITE_AS_NULL = "NonFiniteAsNull";
    private static final String ENUM_AS_NUMBER = "EnumAsNumber";
    private static final List<String> OPTION_KEYS =
            List.of(REJECT_UNKNOWN_FIELDS, INT64_AS_TEXT, NON_FINITE_AS_NULL, ENUM_AS_NUMBER);
    private static final String STATUS = "a whole number from 200 to 599";
    private static final int MAX_HTTP_PATH = 1024;
    private static final long MAX_TIMEOUT_MILLIS = 3_600_000;

    private final FaultList faults = new FaultList();
    private final Set<String> ownerIds = new HashSet<>();
    private final Set<String> serviceNames = new HashSet<>();

    private RegistrationReader() {}

    /** Reads a whole body: an array of owners, or one owner. */
    static RegistrationRequest read(JsonValue body) {
        return new RegistrationReader().readBody(body);
    }

    /**
     * Reads the owners of a whole configuration: an object whose {@code Owners} may be empty. A key of that object which is not known
     * is a fault, for everything that the object does not name is deleted.
     *
     * @param now owners that are to stay as they are there are taken as they are
     */
    static RegistrationRequest readConfiguration(JsonValue body, RegistrationState now) {
        return new RegistrationReader().readAll(body, now);
    }

    private RegistrationRequest readAll(JsonValue body, RegistrationState now) {
        List<OwnerEntry> owners = new ArrayList<>();
        JsonFields.only(body, "", CONFIGURATION_KEYS, faults).ifPresent(fields -> {
            if (!fields.has("Owners")) {
                fields.missing("Owners", "an array of owners; an empty one deletes all");
            }
            int index = 0;
            for (JsonValue element : fields.elements("Owners")) {
                String pointer = fields.at("Owners") + "/" + index++;
                UnchangedOwner.of(element, pointer, now)
                        .filter(owner -> ownerIds.add(owner.ownerId()))
                        .or(() -> readOwner(element, pointer))
                        .ifPresent(owners::add);
            }
        });
        return new RegistrationRequest(owners, true, faults);
    }

    private RegistrationRequest readBody(JsonValue body) {
        List<OwnerEntry> owners = new ArrayList<>();
        if (body instanceof JsonArray array) {
            if (array.isEmpty()) {
                faults.shape("", "The array is empty (expected: at least one owner)");
            }
            for (int i = 0; i < array.size(); i++) {
                readOwner(array.get(i), "/" + i).ifPresent(owners::add);
            }
            return new RegistrationRequest(owners, true, faults);
        }
        if (body instanceof JsonObject) {
            readOwner(body, "").ifPresent(owners::add);
        } else {
            faults.shape("", "The body is " + JsonFields.kind(body) + " (expected: an array of owners, or one owner)");
        }
        return new RegistrationRequest(owners, false, faults);
    }

    private Optional<OwnerEntry> readOwner(JsonValue value, String pointer) {
        return JsonFields.of(value, pointer, OWNER_KEYS, faults).map(fields -> {
            String ownerId = name(fields, "OwnerId");
            if (!ownerId.isEmpty() && !ownerIds.add(ownerId)) {
                faults.conflict(fields.at("OwnerId"), "OwnerId " + ownerId + " stands twice in this request");
            }
            if (!fields.has("Services")) {
                fields.missing("Services", "an array, which may be empty");
            }
            List<ServiceEntry> services = new ArrayList<>();
            int index = 0;
            for (JsonValue element : fields.elements("Services")) {
                readService(element, fields.at("Services") + "/" + index++).ifPresent(services::add);
            }
            return new OwnerEntry(pointer, ownerId, fields.text("OwnerName").orElse(""), services);
        });
    }

    private Optional<ServiceEntry> readService(JsonValue value, String pointer) {
        Optional<JsonFields> object = JsonFields.of(value, pointer, SERVICE_KEYS, faults);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        JsonFields fields = object.get();
        String serviceName = name(fields, "ServiceName");
        if (Names.RESERVED.contains(serviceName)) {
            faults.meaning(
                    fields.at("ServiceName"), "ServiceName " + serviceName + " is one of the gateway's own paths");
        }
        if (!serviceName.isEmpty() && !serviceNames.add(serviceName)) {
            faults.conflict(fields.at("ServiceName"), "ServiceName " + serviceName + " stands twice in this request");
        }
        if (!fields.has("IdlContent")) {
            fields.missing("IdlContent", "the text of the Thrift IDL; a blank text suspends the service");
        }
        Transport transport = transport(fields);
        RegisteredService service = new RegisteredService(
                fields.text("ServiceId").orElse(""),
                serviceName,
                fields.text("IdlContent").orElse(""),
                includes(fields),
                fields.text("Version").orElse(""),
                fields.text("ServiceDescription").orElse(""),
                fields.number("ServerCount", 0, Integer.MAX_VALUE).orElse(0),
                paths(fields),
                servers(fields),
                transport,
                protocol(fields),
                multiplexedName(fields),
                httpPath(fields, transport),
                timeout(fields),
                options(fields));
        return Optional.of(new ServiceEntry(pointer, service));
    }

    private Map<String, String> includes(JsonFields fields) {
        Map<String, String> includes = new LinkedHashMap<>();
        fields.members("IdlIncludes").forEach((name, text) -> {
            if (text instanceof JsonString content) {
                includes.put(name, content.getString());
            } else {
                faults.shape(
                        fields.at("IdlIncludes") + "/" + JsonFields.escape(name),
                        "The include " + name + " is " + JsonFields.kind(text) + " (expected: a text)");
            }
        });
        return includes;
    }

    /** Also an element that cannot be read takes its place, so that faults found later point to the right one. */
    private List<ServicePath> paths(JsonFields service) {
        List<ServicePath> paths = new ArrayList<>();
        for (JsonValue element : service.elements("Paths")) {
            paths.add(JsonFields.of(element, service.at("Paths") + "/" + paths.size(), PATH_KEYS, faults)
                    .map(this::path)
                    .orElse(new ServicePath("", "", Optional.empty())));
        }
        return paths;
    }

    private ServicePath path(JsonFields path) {
        String methodPath = path.requiredText("MethodPath").orElse("");
        String method = methodPath.equals("*") || methodPath.equals("/*")
                ? path.text("ExposedMethod").orElse("")
                : path.requiredText("ExposedMethod").orElse("");
        return new ServicePath(method, methodPath, verb(path), exceptionStatus(path));
    }

    private Map<String, Integer> exceptionStatus(JsonFields path) {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        JsonObject given = path.members("ExceptionStatus");
        JsonFields.of(given, path.at("ExceptionStatus"), Set.of(), faults)
                .ifPresent(members -> given.keySet().forEach(name -> {
                    if (!members.has(name)) {
                        members.wrongType(name, STATUS);
                    }
                    members.number(name, 200, 599).ifPresent(status -> statuses.put(name, (int) status));
                }));
        return statuses;
    }

    private ServiceOptions options(JsonFields service) {
        JsonObject given = service.members("Options");
        return JsonFields.of(given, service.at("Options"), Set.of(), faults)
                .map(options -> {
                    for (String key : given.keySet()) {
                        if (!OPTION_KEYS.contains(key)) {
                            faults.shape(
                                    options.at(key),
                                    "The option " + key + " is unknown (expected: one of "
                                            + String.join(", ", OPTION_KEYS) + ")");
                        }
                    }
                    return new ServiceOptions(
                            options.flag(REJECT_UNKNOWN_FIELDS),
                            options.flag(INT64_AS_TEXT),
                            options.flag(NON_FINITE_AS_NULL),
                            options.flag(ENUM_AS_NUMBER));
                })
                .orElse(ServiceOptions.DEFAULTS);
    }

    private Optional<String> verb(JsonFields path) {
        Optional<String> verb = path.text("Verb").map(text -> text.toUpperCase(Locale.ROOT));
        if (verb.isPresent() && !VERBS.contains(verb.get())) {
            faults.meaning(path.at("Verb"), "Verb is " + verb.get() + " (expected: GET, POST, PUT, DELETE or PATCH)");
            return Optional.empty();
        }
        return verb;
    }

    private List<RegisteredServer> servers(JsonFields service) {
        List<RegisteredServer> servers = new ArrayList<>();
        int index = 0;
        for (JsonValue element : service.elements("RegisteredServers")) {
            JsonFields.of(element, service.at("RegisteredServers") + "/" + index++, SERVER_KEYS, faults)
                    .ifPresent(server -> {
                        String url = server.requiredText("ServerUrl").orElse("");
                        if (!server.has("Port")) {
                            server.wrongType("Port", "a whole number from 1 to 65535");
                        }
                        OptionalLong port = server.number("Port", 1, 65_535);
                        port.ifPresent(number -> servers.add(new RegisteredServer(url, (int) number)));
                    });
        }
        return servers;
    }

    private Transport transport(JsonFields fields) {
        Optional<String> word = fields.text("Transport");
        Optional<Transport> transport = word.flatMap(Transport::of);
        if (word.isPresent() && transport.isEmpty()) {
            faults.meaning(
                    fields.at("Transport"),
                    "Transport is " + word.get() + " (supported: auto, framed, buffered, ttheader, http)");
        }
        return transport.orElse(Transport.AUTO);
    }

    private Protocol protocol(JsonFields fields) {
        Optional<String> word = fields.text("Protocol");
        Optional<Protocol> protocol = word.flatMap(Protocol::of);
        if (word.isPresent() && protocol.isEmpty()) {
            faults.meaning(fields.at("Protocol"), "Protocol is " + word.get() + " (supported: binary, compact)");
        }
        return protocol.orElse(Protocol.BINARY);
    }

    private Optional<String> multiplexedName(JsonFields fields) {
        Optional<String> name = fields.text("MultiplexedName");
        if (name.isPresent() && !Dialect.isMultiplexedName(name.get())) {
            faults.meaning(
                    fields.at("MultiplexedName"),
                    "MultiplexedName is " + JsonFields.shortened(name.get())
                            + " (expected: 1 to 255 characters, not blank, no colon, no control characters)");
            return Optional.empty();
        }
        return name;
    }

    private Optional<String> httpPath(JsonFields fields, Transport transport) {
        Optional<String> path = fields.text("HttpPath");
        if (path.isEmpty()) {
            return path;
        }
        if (path.get().length() > MAX_HTTP_PATH || !Dialect.isHttpPath(path.get())) {
            faults.meaning(
                    fields.at("HttpPath"),
                    "HttpPath is " + JsonFields.shortened(path.get()) + " (expected: / and up to " + (MAX_HTTP_PATH - 1)
                            + " visible ASCII characters, no #)");
            return Optional.empty();
        }
        if (transport != Transport.HTTP) {
            faults.meaning(
                    fields.at("HttpPath"),
                    "HttpPath is given, but Transport is " + transport.word() + " (expected: http)");
            return Optional.empty();
        }
        return path;
    }

    private Optional<Duration> timeout(JsonFields fields) {
        OptionalLong millis = fields.number("TimeoutMillis", 1, MAX_TIMEOUT_MILLIS);
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty();
    }

    private String name(JsonFields fields, String key) {
        Optional<String> name = fields.requiredText(key);
        Optional<String> fault = name.flatMap(text -> Names.faultOf(key, text));
        fault.ifPresent(detail -> faults.meaning(fields.at(key), detail));
        return fault.isPresent() ? "" : name.orElse("");
    }
}
