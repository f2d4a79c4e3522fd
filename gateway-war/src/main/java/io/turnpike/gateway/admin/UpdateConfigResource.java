package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.settings.GatewaySettings;
import io.turnpike.gateway.settings.PluginUpdates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /update/config?type=plugin&name=…&phase=…}, as BloomGateway has it: the body becomes the configuration of a plugin for all
 * requests. Whatever is wrong with the request is answered by 400 here, and the body may be sent as a form, which curl does by itself.
 */
@Path("update/config")
@ApplicationScoped
public class UpdateConfigResource {

    private static final String TYPE = "plugin";

    private static final Set<GatewayError> BAD_REQUESTS =
            Set.of(GatewayError.INVALID_PLUGIN, GatewayError.PLUGIN_NOT_FOUND);

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    PluginEdits plugins;

    @Inject
    PullView pull;

    /**
     * Binds the plugin to all requests, by one revision.
     *
     * @throws GatewayException {@code INVALID_REQUEST}; what {@link Access#master}, {@link Terms#of}, {@link PullView#requirePush}, {@link
     *     JsonBody#readAlsoForm} and {@link PluginEdits#bind} say
     */
    @POST
    public Response update(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        Terms terms = Terms.of(request, uri, author(apiKey, RequestOrigin.of(request)));
        pull.requirePush("OPTIONS");
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        QueryParameters.requireOnly(List.of("type", "name", "phase", "dryRun"), query);
        String type = required(query, "type", TYPE);
        if (!type.equals(TYPE)) {
            throw invalid("type: " + JsonFields.shortened(type) + " (expected: " + TYPE + ")");
        }
        String name = required(query, "name", "the name of a plugin");
        String phase = required(query, "phase", "a phase of the plugin");
        try {
            requirePhase(plugins.require(name), phase);
            JsonValue configuration = JsonBody.readAlsoForm(body, contentType, settings.maxRequestBytes());
            Outcome outcome =
                    plugins.bind("POST /update/config", new Binding(Scope.GLOBAL, ""), name, configuration, terms);
            return terms.dryRun() ? JsonAnswer.tried(outcome) : answer(name, outcome);
        } catch (GatewayException e) {
            throw BAD_REQUESTS.contains(e.error())
                    ? new GatewayException(GatewayError.INVALID_REQUEST, e.detail(), e.faults(), Map.of())
                    : e;
        }
    }

    private static Response answer(String name, Outcome outcome) {
        String message = outcome.revision() == 0
                ? "Nothing had to be changed"
                : "The plugin " + name + " is configured, revision " + outcome.revision();
        return JsonAnswer.ok(
                Json.createObjectBuilder()
                        .add("Message", message)
                        .add("Revision", outcome.current())
                        .build(),
                outcome.current());
    }

    private String author(@Nullable String apiKey, RequestOrigin origin) throws GatewayException {
        if (apiKey != null && !apiKey.isBlank()) {
            return access.master(apiKey, origin).author();
        }
        PluginUpdates updates = settings.pluginUpdates();
        if (updates == PluginUpdates.OPEN || (updates == PluginUpdates.LOOPBACK && origin.local())) {
            return updates == PluginUpdates.OPEN ? "open" : "loopback";
        }
        throw new GatewayException(
                GatewayError.UNAUTHORIZED,
                "The request carries no API key (expected: the master key in the header apikey"
                        + (updates == PluginUpdates.LOOPBACK ? ", or a program on the gateway's own machine" : "")
                        + "; setting: pluginUpdates)");
    }

    private static String required(MultivaluedMap<String, String> query, String name, String expected)
            throws GatewayException {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() != 1 || values.get(0).isBlank()) {
            throw invalid("The query has " + (values.size() > 1 ? "several times " : "no ") + name + " (expected: "
                    + expected + ", once)");
        }
        return values.get(0);
    }

    private static void requirePhase(Plugin plugin, String phase) throws GatewayException {
        if (Phase.of(phase).filter(plugin.phases()::contains).isEmpty()) {
            throw invalid("phase: " + JsonFields.shortened(phase) + " (expected: "
                    + Phase.anyOf(plugin.phases()) + ", the "
                    + (plugin.phases().size() == 1 ? "phase" : "phases") + " of " + plugin.name() + ")");
        }
    }

    private static GatewayException invalid(String detail) {
        return new GatewayException(GatewayError.INVALID_REQUEST, detail);
    }
}
