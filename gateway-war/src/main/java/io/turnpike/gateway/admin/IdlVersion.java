package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.admin.model.Sha256;
import io.turnpike.gateway.persistence.OwnerRevision;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One version of a service's IDL, without the text.
 *
 * @param revision the revision that brought it
 * @param time when
 * @param author who made that revision
 * @param content what it is
 */
record IdlVersion(long revision, Instant time, String author, Content content) {

    /**
     * What makes a version another one.
     *
     * @param version the owner's own name of it
     * @param idlSha256 of the main text's UTF-8 bytes, in lower-case hex
     * @param includes the same of each included text, by file name
     * @param suspended whether there was no IDL, so that the service was suspended
     */
    record Content(String version, String idlSha256, Map<String, String> includes, boolean suspended) {

        Content {
            includes = Map.copyOf(includes);
        }

        static Content of(RegisteredService service) {
            Map<String, String> includes = new TreeMap<>();
            service.idlIncludes().forEach((name, text) -> includes.put(name, Sha256.hex(text)));
            return new Content(
                    service.version(),
                    Sha256.hex(service.idlContent()),
                    includes,
                    service.idlContent().isBlank());
        }
    }

    static IdlVersion of(OwnerRevision revision, Content content) {
        return new IdlVersion(revision.number(), revision.time(), revision.author(), content);
    }

    JsonObjectBuilder json() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("Revision", revision)
                .add("Time", time.toString())
                .add("Author", author)
                .add("Version", content.version())
                .add("Suspended", content.suspended())
                .add("IdlSha256", content.idlSha256());
        if (!content.includes().isEmpty()) {
            JsonObjectBuilder includes = Json.createObjectBuilder();
            new TreeMap<>(content.includes()).forEach(includes::add);
            json.add("IncludesSha256", includes);
        }
        return json;
    }
}
