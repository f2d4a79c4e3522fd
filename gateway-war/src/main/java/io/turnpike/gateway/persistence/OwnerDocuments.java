package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.FormerKey;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.Protocol;
import io.turnpike.gateway.admin.model.RegisteredServer;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.admin.model.ServicePath;
import io.turnpike.gateway.admin.model.Transport;
import io.turnpike.gateway.routing.ServiceOptions;
import io.turnpike.gateway.upstream.thrift.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;

/**
 * Owners as documents, with the field names of the reference (lower case) and a few of our own. Reading takes whatever is
 * there: a field that is missing or of another type counts as empty, for old databases are taken as they are.
 */
final class OwnerDocuments {

    private OwnerDocuments() {}

    /** The document of an owner without {@code _id}. The key itself is never written, only its hash. */
    static Document write(Owner owner) {
        Document document = new Document("ownername", owner.ownerName())
                .append("ownerid", owner.ownerId())
                .append("apikeyhash", owner.apiKeyHash());
        if (!owner.formerKeys().isEmpty()) {
            document.append(
                    "formerkeys",
                    owner.formerKeys().stream()
                            .map(key -> new Document("apikeyhash", key.apiKeyHash()).append("until", key.until()))
                            .toList());
        }
        return document.append(
                "services", owner.services().stream().map(OwnerDocuments::write).toList());
    }

    private static Document write(RegisteredService service) {
        Document document = new Document("serviceid", service.serviceId())
                .append("servicename", service.serviceName())
                .append("idlcontent", service.idlContent())
                .append("version", service.version())
                .append("servicedescription", service.serviceDescription())
                .append("servercount", service.serverCount())
                .append(
                        "paths",
                        service.paths().stream().map(OwnerDocuments::write).toList())
                .append(
                        "registeredservers",
                        service.registeredServers().stream()
                                .map(server ->
                                        new Document("serverurl", server.serverUrl()).append("port", server.port()))
                                .toList())
                .append("transport", service.transport().word())
                .append("protocol", service.protocol().word());
        if (!service.idlIncludes().isEmpty()) {
            // File names hold dots, which field names had better not.
            document.append(
                    "idlincludes",
                    service.idlIncludes().entrySet().stream()
                            .map(include ->
                                    new Document("name", include.getKey()).append("content", include.getValue()))
                            .toList());
        }
        ServiceOptions options = service.options();
        if (!options.equals(ServiceOptions.DEFAULTS)) {
            document.append(
                    "options",
                    new Document("rejectunknownfields", options.rejectUnknownFields())
                            .append("int64astext", options.int64AsText())
                            .append("nonfiniteasnull", options.nonFiniteAsNull())
                            .append("enumasnumber", options.enumAsNumber()));
        }
        service.multiplexedName().ifPresent(name -> document.append("multiplexedname", name));
        service.httpPath().ifPresent(path -> document.append("httppath", path));
        service.timeout().ifPresent(timeout -> document.append("timeoutmillis", timeout.toMillis()));
        return document;
    }

    private static Document write(ServicePath path) {
        Document document = new Document("exposedmethod", path.exposedMethod()).append("methodpath", path.methodPath());
        path.verb().ifPresent(verb -> document.append("verb", verb));
        if (!path.exceptionStatus().isEmpty()) {
            document.append(
                    "exceptionstatus",
                    new TreeMap<>(path.exceptionStatus())
                            .entrySet().stream()
                                    .map(entry ->
                                            new Document("name", entry.getKey()).append("status", entry.getValue()))
                                    .toList());
        }
        return document;
    }

    /** The owner of a document; empty if it names none. */
    static Optional<Owner> read(Document document) {
        String ownerId = text(document, "ownerid");
        if (ownerId.isBlank()) {
            return Optional.empty();
        }
        String hash = text(document, "apikeyhash");
        String plainKey = text(document, "apikey");
        boolean plain = hash.isEmpty() && !plainKey.isEmpty();
        return Optional.of(new Owner(
                text(document, "ownername"),
                ownerId,
                plain ? ApiKeys.hash(plainKey) : hash,
                documents(document, "formerkeys").stream()
                        .flatMap(key -> formerKey(key).stream())
                        .toList(),
                plain,
                documents(document, "services").stream()
                        .map(OwnerDocuments::readService)
                        .toList()));
    }

    /** The driver writes instants, but reads them as dates. */
    @SuppressWarnings("JavaUtilDate")
    private static Optional<FormerKey> formerKey(Document document) {
        String hash = text(document, "apikeyhash");
        return !hash.isEmpty() && document.get("until") instanceof Date until
                ? Optional.of(new FormerKey(hash, until.toInstant()))
                : Optional.empty();
    }

    private static RegisteredService readService(Document document) {
        Map<String, String> includes = new LinkedHashMap<>();
        for (Document include : documents(document, "idlincludes")) {
            includes.put(text(include, "name"), text(include, "content"));
        }
        long timeoutMillis = number(document, "timeoutmillis");
        return new RegisteredService(
                text(document, "serviceid"),
                text(document, "servicename"),
                text(document, "idlcontent"),
                includes,
                text(document, "version"),
                text(document, "servicedescription"),
                number(document, "servercount"),
                documents(document, "paths").stream()
                        .map(path -> new ServicePath(
                                text(path, "exposedmethod"),
                                text(path, "methodpath"),
                                Optional.of(text(path, "verb")).filter(verb -> !verb.isEmpty()),
                                exceptionStatus(path)))
                        .toList(),
                documents(document, "registeredservers").stream()
                        .map(server -> new RegisteredServer(text(server, "serverurl"), (int) number(server, "port")))
                        .toList(),
                Transport.of(text(document, "transport")).orElse(Transport.AUTO),
                Protocol.of(text(document, "protocol")).orElse(Protocol.BINARY),
                Optional.of(text(document, "multiplexedname")).filter(Dialect::isMultiplexedName),
                Optional.of(text(document, "httppath")).filter(Dialect::isHttpPath),
                timeoutMillis > 0 ? Optional.of(Duration.ofMillis(timeoutMillis)) : Optional.empty(),
                options(document));
    }

    private static ServiceOptions options(Document service) {
        return service.get("options") instanceof Document options
                ? new ServiceOptions(
                        flag(options, "rejectunknownfields"),
                        flag(options, "int64astext"),
                        flag(options, "nonfiniteasnull"),
                        flag(options, "enumasnumber"))
                : ServiceOptions.DEFAULTS;
    }

    private static Map<String, Integer> exceptionStatus(Document path) {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (Document entry : documents(path, "exceptionstatus")) {
            statuses.put(text(entry, "name"), (int) number(entry, "status"));
        }
        return statuses;
    }

    private static boolean flag(Document document, String field) {
        return Boolean.TRUE.equals(document.get(field));
    }

    private static String text(Document document, String field) {
        return document.get(field) instanceof String text ? text : "";
    }

    private static long number(Document document, String field) {
        return document.get(field) instanceof Number number ? number.longValue() : 0;
    }

    private static List<Document> documents(Document document, String field) {
        List<Document> found = new ArrayList<>();
        if (document.get(field) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Document inner) {
                    found.add(inner);
                }
            }
        }
        return found;
    }
}
