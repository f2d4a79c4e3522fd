package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.schema.PluginJson;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /admin/plugins}: which plugins are installed, and which are bound to services and to all requests. Takes the master key. */
@Path("admin/plugins")
@ApplicationScoped
public class PluginResource {

    private static final String SERVICE = "{name}/services/{serviceName}";

    /** The methods that a binding to all requests takes where it is pulled. */
    private static final String READ_ONLY = "GET, HEAD, OPTIONS";

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    @Inject
    PluginEdits plugins;

    @Inject
    PluginView view;

    @Inject
    ConsumerDoubts consumers;

    @Inject
    PullView pull;

    /**
     * Lists the installed plugins.
     *
     * @throws GatewayException what {@link Access#master} says; {@code NOT_READY}
     */
    @GET
    public Response list(@Context HttpServletRequest request, @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        return JsonAnswer.ok(
                Json.createObjectBuilder()
                        .add("Revision", state.revision())
                        .add("Plugins", view.installed(state))
                        .build(),
                state.revision());
    }

    /**
     * Shows one.
     *
     * @throws GatewayException what {@link Access#master} says; {@code PLUGIN_NOT_FOUND}, {@code NOT_READY}
     */
    @GET
    @Path("{name}")
    public Response plugin(
            @Context HttpServletRequest request,
            @PathParam("name") String name,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        return JsonAnswer.ok(view.installed(plugins.require(name), state).build(), state.revision());
    }

    /**
     * Shows the configuration for all requests; the one that was pulled, if that is so.
     *
     * @throws GatewayException what {@link Access#master} says; {@code PLUGIN_NOT_FOUND} if there is none, {@code NOT_READY}
     */
    @GET
    @Path("{name}/global")
    public Response global(
            @Context HttpServletRequest request,
            @PathParam("name") String name,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        return show(request, apiKey, global(), name);
    }

    /**
     * Binds a plugin to all requests; the body is its configuration.
     *
     * @throws GatewayException what {@link Access#master}, {@link Terms#of}, {@link PullView#requirePush}, {@link JsonBody#read} and {@link
     *     PluginEdits#bind} say; {@code INVALID_REQUEST}
     */
    @PUT
    @Path("{name}/global")
    public Response putGlobal(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("name") String name,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        Terms terms = terms(request, uri, apiKey);
        pull.requirePush(READ_ONLY);
        return bind(global(), name, JsonBody.read(body, contentType, settings.maxRequestBytes()), terms);
    }

    /**
     * Takes a plugin from all requests.
     *
     * @throws GatewayException what {@link Access#master}, {@link Terms#of}, {@link PullView#requirePush} and {@link PluginEdits#unbind} say;
     *     {@code INVALID_REQUEST}
     */
    @DELETE
    @Path("{name}/global")
    public Response deleteGlobal(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("name") String name,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        Terms terms = terms(request, uri, apiKey);
        pull.requirePush(READ_ONLY);
        return unbind(global(), name, terms);
    }

    /** The same as {@link #global} for a service. */
    @GET
    @Path(SERVICE)
    public Response service(
            @Context HttpServletRequest request,
            @PathParam("name") String name,
            @PathParam("serviceName") String serviceName,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        return show(request, apiKey, service(serviceName), name);
    }

    /** The same as {@link #putGlobal} for a service, whether or not there is one of this name. */
    @PUT
    @Path(SERVICE)
    public Response putService(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("name") String name,
            @PathParam("serviceName") String serviceName,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        Terms terms = terms(request, uri, apiKey);
        return bind(service(serviceName), name, JsonBody.read(body, contentType, settings.maxRequestBytes()), terms);
    }

    /** The same as {@link #deleteGlobal} for a service. */
    @DELETE
    @Path(SERVICE)
    public Response deleteService(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @PathParam("name") String name,
            @PathParam("serviceName") String serviceName,
            @HeaderParam("apikey") @Nullable String apiKey)
            throws GatewayException {
        return unbind(service(serviceName), name, terms(request, uri, apiKey));
    }

    private static Binding global() {
        return new Binding(Scope.GLOBAL, "");
    }

    private static Binding service(String serviceName) {
        return new Binding(Scope.SERVICE, serviceName);
    }

    private Response show(HttpServletRequest request, @Nullable String apiKey, Binding binding, String name)
            throws GatewayException {
        access.master(apiKey, RequestOrigin.of(request));
        RegistrationState state = registrations.loadedState();
        PluginConfiguration configuration = binding.scope() == Scope.GLOBAL && pull.replacesStored()
                ? pull.configuration(name).orElseThrow(() -> PluginEdits.notBound(binding, name))
                : PluginEdits.bound(state, binding, name).configuration();
        return JsonAnswer.ok(PluginJson.json(configuration), state.revision());
    }

    private Response bind(Binding binding, String name, JsonValue configuration, Terms terms) throws GatewayException {
        Outcome outcome = plugins.bind(call("PUT", binding, name), binding, name, configuration, terms);
        JsonArray warnings = consumers.addedTo(view.warnings(binding, name, registrations.state()), outcome);
        if (terms.dryRun()) {
            return JsonAnswer.tried(outcome, warnings);
        }
        return JsonAnswer.ok(
                JsonAnswer.made(outcome, "The plugin " + name + " is bound, revision " + outcome.revision())
                        .add("Warnings", warnings)
                        .build(),
                outcome.current());
    }

    private Response unbind(Binding binding, String name, Terms terms) throws GatewayException {
        Outcome outcome = plugins.unbind(call("DELETE", binding, name), binding, name, terms);
        return terms.dryRun() ? JsonAnswer.tried(outcome) : JsonAnswer.done(outcome);
    }

    private static String call(String verb, Binding binding, String name) {
        return verb + " /admin/plugins/" + name
                + (binding.scope() == Scope.GLOBAL ? "/global" : "/services/" + binding.target());
    }

    private Terms terms(HttpServletRequest request, UriInfo uri, @Nullable String apiKey) throws GatewayException {
        return Terms.dryRunOnly(request, uri, access.master(apiKey, RequestOrigin.of(request)));
    }
}
