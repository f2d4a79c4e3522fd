package io.turnpike.it.scenario;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/**
 * Owners with a hundred services each, ten methods and ten paths per service, and an IDL of 1.8 kB that no other service has. A server of {@link
 * #SERVER_IDL} is good for each of them. Stateless.
 */
final class Crowd {

    /** Services of an owner. */
    static final int SERVICES = 100;

    /** What all services have in common, as a server sees it. */
    static final String SERVER_IDL = "service Any { string call0() }";

    private static final int METHODS = 10;

    private Crowd() {}

    /** {@code OwnerId} of an owner, counted from 0. */
    static String ownerId(int owner) {
        return "crowd" + owner;
    }

    /** {@code ServiceName} of an owner's service, counted from 0. */
    static String service(int owner, int service) {
        return "Crowd" + owner + "x" + service;
    }

    /** Where method {@code call0} of a service is. */
    static String path(int owner, int service) {
        return "/" + service(owner, service) + "/path0";
    }

    /** The document that registers an owner. */
    static JsonObject document(int owner) {
        return document(owner, "");
    }

    /**
     * The document that registers or updates an owner.
     *
     * @param more a further {@code MethodPath} of {@code call0} of the first service; empty: there is none
     */
    static JsonObject document(int owner, String more) {
        JsonArrayBuilder services = Json.createArrayBuilder();
        for (int service = 0; service < SERVICES; service++) {
            JsonArrayBuilder paths = Json.createArrayBuilder();
            for (int i = 0; i < METHODS; i++) {
                paths.add(Owner.path("path" + i + (i % 2 == 0 ? "" : "/{ID}"), "call" + i));
            }
            if (service == 0 && !more.isEmpty()) {
                paths.add(Owner.path(more, "call0"));
            }
            services.add(service(owner, service, paths));
        }
        return Json.createObjectBuilder()
                .add("OwnerName", "Owner " + owner)
                .add("OwnerId", ownerId(owner))
                .add("Services", services)
                .build();
    }

    private static JsonObjectBuilder service(int owner, int service, JsonArrayBuilder paths) {
        return Json.createObjectBuilder()
                .add("ServiceId", Integer.toString(service))
                .add("ServiceName", service(owner, service))
                .add("IdlContent", idl(service(owner, service)))
                .add("Version", "1.0")
                .add("ServiceDescription", "one of many")
                .add("ServerCount", 1)
                .add("Paths", paths)
                .add("RegisteredServers", Json.createArrayBuilder());
    }

    private static String idl(String name) {
        StringBuilder idl = new StringBuilder("""
                /** The state of one %1$s. */
                enum %1$sState { UNKNOWN = 0, ACTIVE = 1, CLOSED = 2 }
                struct %1$sPart {
                  1: required string ID
                  2: optional i64 createdAtMillis
                  3: optional list<string> tags
                  4: optional map<string, i64> amountsByCurrency
                  5: optional %1$sState state = %1$sState.ACTIVE
                }
                struct %1$sRequest {
                  1: required string ID
                  2: optional string correlation
                  3: optional list<%1$sPart> parts
                  4: optional i32 limit = 20
                }
                struct %1$sReply {
                  1: required string ID
                  2: optional list<%1$sPart> parts
                  3: optional string message
                  4: optional double took
                }
                exception %1$sFault {
                  1: string message
                  2: i32 code
                }
                service %1$s {
                  string call0()
                """.formatted(name));
        for (int i = 1; i < METHODS; i++) {
            idl.append("  %1$sReply call%2$d(1: %1$sRequest request) throws (1: %1$sFault fault)\n".formatted(name, i));
        }
        return idl.append("}\n").toString();
    }
}
