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
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
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
        return read(document, oddity -> {});
    }

    /**
     * The owner of a document; empty if it names none.
     *
     * @param oddities is told, in a sentence, of each field that is not what it should be and so is not used
     */
    static Optional<Owner> read(Document document, Consumer<String> oddities) {
        StoredFields fields = new StoredFields(document, "", oddities);
        String ownerId = fields.text("ownerid");
        if (ownerId.isBlank()) {
            return Optional.empty();
        }
        String hash = fields.text("apikeyhash");
        String plainKey = fields.text("apikey");
        if (hash.isEmpty() && plainKey.isEmpty()) {
            oddities.accept("owner " + ownerId + " has no apikey, so that only the master key is good for it");
        }
        return Optional.of(new Owner(
                fields.text("ownername"),
                ownerId,
                hash.isEmpty() && !plainKey.isEmpty() ? ApiKeys.hash(plainKey) : hash,
                fields.documents("formerkeys").stream()
                        .flatMap(key -> formerKey(key).stream())
                        .toList(),
                !plainKey.isEmpty(),
                fields.documents("services").stream()
                        .map(OwnerDocuments::readService)
                        .toList()));
    }

    /** The driver writes instants, but reads them as dates. */
    @SuppressWarnings("JavaUtilDate")
    private static Optional<FormerKey> formerKey(StoredFields key) {
        String hash = key.text("apikeyhash");
        return !hash.isEmpty() && key.fields().get("until") instanceof Date until
                ? Optional.of(new FormerKey(hash, until.toInstant()))
                : Optional.empty();
    }

    private static RegisteredService readService(StoredFields fields) {
        Map<String, String> includes = new LinkedHashMap<>();
        for (StoredFields include : fields.documents("idlincludes")) {
            includes.put(include.text("name"), include.text("content"));
        }
        if (fields.isMissing("idlcontent")) {
            fields.tell("has no idlcontent, so that it is suspended");
        }
        long timeoutMillis = fields.number("timeoutmillis");
        return new RegisteredService(
                fields.text("serviceid"),
                fields.text("servicename"),
                fields.text("idlcontent"),
                includes,
                fields.text("version"),
                fields.text("servicedescription"),
                fields.number("servercount"),
                fields.documents("paths").stream()
                        .map(path -> new ServicePath(
                                path.text("exposedmethod"),
                                path.text("methodpath"),
                                Optional.of(path.text("verb")).filter(verb -> !verb.isEmpty()),
                                exceptionStatus(path)))
                        .toList(),
                fields.documents("registeredservers").stream()
                        .map(server -> new RegisteredServer(server.text("serverurl"), (int) server.number("port")))
                        .toList(),
                Transport.of(fields.text("transport")).orElse(Transport.AUTO),
                Protocol.of(fields.text("protocol")).orElse(Protocol.BINARY),
                Optional.of(fields.text("multiplexedname")).filter(Dialect::isMultiplexedName),
                Optional.of(fields.text("httppath")).filter(Dialect::isHttpPath),
                timeoutMillis > 0 ? Optional.of(Duration.ofMillis(timeoutMillis)) : Optional.empty(),
                fields.document("options").map(OwnerDocuments::options).orElse(ServiceOptions.DEFAULTS));
    }

    private static ServiceOptions options(StoredFields options) {
        return new ServiceOptions(
                options.flag("rejectunknownfields"),
                options.flag("int64astext"),
                options.flag("nonfiniteasnull"),
                options.flag("enumasnumber"));
    }

    private static Map<String, Integer> exceptionStatus(StoredFields path) {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (StoredFields entry : path.documents("exceptionstatus")) {
            statuses.put(entry.text("name"), (int) entry.number("status"));
        }
        return statuses;
    }
}
