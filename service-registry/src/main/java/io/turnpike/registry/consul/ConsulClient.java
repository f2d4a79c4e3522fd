package io.turnpike.registry.consul;

import com.google.gson.stream.JsonWriter;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.consul.ConsulHttp.Indexed;
import io.turnpike.registry.state.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The calls of Consul's HTTP interface that the registry makes. Safe for use by several threads at once. */
final class ConsulClient implements AutoCloseable {

    private static final byte[] NO_BODY = {};
    private static final String FILTER =
            ConsulHttp.encoded("\"" + Registration.MARK + "\" in ServiceTags or ServiceID == \"\"");

    private final ConsulHttp http;
    private final Agents agents;
    private final ConsulJson json;
    private final Registration registration;
    private final Optional<String> datacenter;
    private final Duration patience;

    /**
     * @param patience how long each agent has for an answer to anything but a blocking query
     * @throws IllegalArgumentException if the files for TLS cannot be used
     */
    ConsulClient(ConsulOptions options, Registration registration, Duration patience) {
        this.http = new ConsulHttp(options);
        this.agents = new Agents(http, options.agents());
        this.json = new ConsulJson(registration);
        this.registration = registration;
        this.datacenter = options.datacenter();
        this.patience = patience;
    }

    List<URI> agents() {
        return agents.all();
    }

    /** The checks of instances with our mark, and those of nodes. Waits for a change since {@code index}, unless that is 0. */
    Indexed<List<CheckLine>> checks(long index) throws IOException {
        return agents.get("/v1/health/state/any?filter=" + FILTER + blocking(index), Follower.PATIENCE, json::checks);
    }

    /** The names of services that have instances with our mark. Waits as {@link #checks}. */
    Indexed<Set<String>> markedServices(long index) throws IOException {
        String parameters = blocking(index);
        String query = parameters.isEmpty() ? "" : "?" + parameters.substring(1);
        return agents.get("/v1/catalog/services" + query, Follower.PATIENCE, json::markedServices);
    }

    private static String blocking(long index) {
        return index == 0 ? "" : "&index=" + index + "&wait=" + Follower.WAIT.toSeconds() + "s";
    }

    /** The instances of a service with our mark, at all agents. */
    List<CatalogEntry> instances(String service) throws IOException {
        String path = "/v1/health/service/" + ConsulHttp.encoded(service) + "?tag=" + Registration.MARK;
        return agents.get(path, patience, body -> json.instances(body, service)).value();
    }

    /** @throws IOException if no agent answers, or Consul has no leader */
    void ping() throws IOException {
        if (agents.get("/v1/status/leader", patience, json::leader).value().isEmpty()) {
            throw new ConsulException(0, "it has no leader at the moment");
        }
    }

    /** Registers an instance, passing, at the agent that is used now. */
    void register(ServiceInstance instance) throws IOException {
        byte[] body = registration.body(instance);
        boolean unused =
                agents.put("/v1/agent/service/register?replace-existing-checks=true", body, patience, refusal -> false);
    }

    /** Renews the check of a server; false if the agent that is used now does not know it. */
    boolean pass(Server server) throws IOException {
        String checkId = Registration.checkId(Registration.serviceId(server));
        // 404 since Consul 1.11, before that 500 with this text.
        return agents.put(
                "/v1/agent/check/pass/" + ConsulHttp.encoded(checkId),
                NO_BODY,
                patience,
                refusal -> refusal.status() == 404
                        || refusal.status() == 500
                                && String.valueOf(refusal.getMessage()).contains("does not have associated TTL"));
    }

    /** How an agent itself sees an instance: the HTTP status 200, 429 (warning), 503 (critical) or 404 (not here). */
    int healthAt(URI agent, String serviceId) throws IOException {
        try {
            String path = "/v1/agent/health/service/id/" + ConsulHttp.encoded(serviceId);
            return http.get(agent, path, patience, InputStream::readAllBytes).value().length > 0 ? 200 : 0;
        } catch (ConsulException e) {
            return e.status();
        }
    }

    /** Removes an instance at an agent; one that it does not know is none of its concern. */
    void deregisterAt(URI agent, String serviceId) throws IOException {
        try {
            http.put(agent, "/v1/agent/service/deregister/" + ConsulHttp.encoded(serviceId), NO_BODY, patience);
        } catch (ConsulException e) {
            if (e.status() != 404) {
                throw e;
            }
        }
    }

    /** Removes an instance at the agent that is used now. */
    void deregister(String serviceId) throws IOException {
        boolean unused = agents.put(
                "/v1/agent/service/deregister/" + ConsulHttp.encoded(serviceId),
                NO_BODY,
                patience,
                refusal -> refusal.status() == 404);
    }

    /** Removes what an agent has registered from the catalog; the agent puts it back within a minute or two if it lives. */
    void deregisterFromCatalog(CatalogEntry entry) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter body = new JsonWriter(text)) {
            body.beginObject()
                    .name("Node")
                    .value(entry.node())
                    .name("ServiceID")
                    .value(entry.serviceId());
            if (datacenter.isPresent()) {
                body.name("Datacenter").value(datacenter.get());
            }
            body.endObject();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        boolean unused = agents.put("/v1/catalog/deregister", bytes, patience, refusal -> false);
    }

    /** Makes blocking queries anew: they may be waiting for a Consul that is gone. */
    void askAgain() {
        http.abandonReads();
    }

    /** Whether an instance can be registered: its {@code serverId} was given by a node with the same secret. */
    boolean isOurs(ServiceInstance instance) {
        return registration.isOurs(instance);
    }

    /** Ends what waits for an answer, at once; to be called again while somebody still waits. */
    @Override
    public void close() {
        http.close();
    }
}
