package io.turnpike.gateway.exchange;

/**
 * Every error that the gateway itself answers with: problem type, status, meaning. The {@link #code} is stable: clients may
 * rely on it.
 */
public enum GatewayError {
    MALFORMED_REQUEST("malformed-request", 400, "The request is not well-formed"),
    INVALID_REQUEST("invalid-request", 400, "The request does not fit the contract"),
    INVALID_ARGUMENTS("invalid-arguments", 400, "The request does not fit the service's IDL"),
    UNAUTHORIZED("unauthorized", 401, "The API key is missing or unknown"),
    ACCESS_DENIED("access-denied", 401, "Access denied"),
    INVALID_TOKEN("invalid-token", 401, "The token is missing or cannot be accepted"),
    FORBIDDEN("forbidden", 403, "The API key does not allow this"),
    ADDRESS_FORBIDDEN("address-forbidden", 403, "The client's address is not allowed here"),
    SERVICE_SUSPENDED("service-suspended", 403, "The service is suspended: it has no IDL"),
    SERVICE_NOT_FOUND("service-not-found", 404, "There is no such service or route"),
    PATH_NOT_FOUND("path-not-found", 404, "There is no such path"),
    OWNER_NOT_FOUND("owner-not-found", 404, "There is no such owner"),
    ROUTE_NOT_FOUND("route-not-found", 404, "There is no such route"),
    VERSION_NOT_FOUND("version-not-found", 404, "There is no such version"),
    REVISION_NOT_FOUND("revision-not-found", 404, "There is no such revision"),
    SERVER_NOT_FOUND("server-not-found", 404, "There is no such server"),
    PLUGIN_NOT_FOUND("plugin-not-found", 404, "There is no such plugin"),
    CONSUMER_NOT_FOUND("consumer-not-found", 404, "There is no such consumer"),
    CONFIGURATION_PULLED("configuration-pulled", 405, "The configuration is pulled from a source and cannot be pushed"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The path does not take this HTTP method"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request did not come in time"),
    CONFLICT("conflict", 409, "The request conflicts with what is registered"),
    PRECONDITION_FAILED("precondition-failed", 412, "The configuration is at another revision"),
    PAYLOAD_TOO_LARGE("payload-too-large", 413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body is not JSON"),
    INVALID_REGISTRATION("invalid-registration", 422, "The registration cannot be used"),
    INVALID_ROUTE("invalid-route", 422, "The route cannot be used"),
    INVALID_PLUGIN("invalid-plugin", 422, "The plugin's configuration cannot be used"),
    RATE_LIMITED("rate-limited", 429, "Request threshold reached, please try again later"),
    PLUGIN_FAILED("plugin-failed", 500, "A plugin failed"),
    INTERNAL_ERROR("internal-error", 500, "The gateway failed"),
    BAD_REPLY("bad-reply", 502, "The server's reply cannot be used"),
    NO_CONNECTION("no-connection", 502, "No connection to the server could be made"),
    CONNECTION_LOST("connection-lost", 502, "The connection to the server was lost before it had answered"),
    APPLICATION_ERROR("application-error", 502, "The server failed with an undeclared exception"),
    NO_LIVE_INSTANCE("no-live-instance", 503, "No live server can take the request"),
    OVERLOADED("overloaded", 503, "Too many calls are waiting for the service"),
    TOO_MANY_BODIES("too-many-bodies", 503, "Too many bodies of requests are on their way"),
    STORE_UNAVAILABLE("store-unavailable", 503, "The configuration store cannot be reached"),
    REGISTRY_UNAVAILABLE("registry-unavailable", 503, "The service registry cannot be reached"),
    LOOKUP_FAILED("lookup-failed", 503, "A host name cannot be looked up"),
    ROUTE_BROKEN("route-broken", 503, "The route as it is stored cannot be used"),
    SERVICE_BROKEN("service-broken", 503, "The service's stored IDL cannot be used"),
    LIMITER_UNAVAILABLE("limiter-unavailable", 503, "Requests cannot be counted at present"),
    NOT_READY("not-ready", 503, "The gateway is not ready"),
    PLUGIN_BROKEN("plugin-broken", 503, "A plugin cannot be used"),
    PLUGIN_TIMEOUT("plugin-timeout", 504, "A plugin did not answer in time"),
    UPSTREAM_TIMEOUT("upstream-timeout", 504, "The server did not answer in time"),
    LOOP_DETECTED("loop-detected", 508, "The request has come back to the gateway that forwarded it");

    private final String code;
    private final int status;
    private final String title;

    GatewayError(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The stable name, lower case with hyphens. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What it means, in one short sentence. */
    public String title() {
        return title;
    }

    /** The problem type of RFC 9457: a relative URI reference, resolvable against the gateway's documentation. */
    public String type() {
        return "urn:turnpike:error:" + code;
    }
}
