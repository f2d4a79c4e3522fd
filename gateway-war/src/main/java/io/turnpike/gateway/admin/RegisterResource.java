package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.Registrations.Registered;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /register}: makes owners known. */
@Path("register")
@ApplicationScoped
public class RegisterResource {

    @Inject
    GatewaySettings settings;

    @Inject
    Access access;

    @Inject
    Registrations registrations;

    /**
     * Registers owners, all or none.
     *
     * @throws GatewayException what {@link JsonBody#read}, {@link Access#caller} and {@link Registrations#register} say
     */
    @POST
    public Response register(
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @HeaderParam("apikey") @Nullable String apiKey,
            @HeaderParam("Content-Type") @Nullable String contentType,
            InputStream body)
            throws GatewayException {
        Terms terms = Terms.of(request, uri, author(apiKey, RequestOrigin.of(request)));
        RegistrationRequest registration =
                RegistrationReader.read(JsonBody.read(body, contentType, settings.maxRequestBytes()));
        Registered registered = registrations.register(registration, terms);
        if (terms.dryRun()) {
            return JsonAnswer.tried(registered.outcome());
        }
        List<String> keys = registered.keys();
        long revision = registered.outcome().current();
        if (keys.size() == 1) {
            String ownerId = registration.owners().get(0).ownerId();
            return JsonAnswer.ok(answer(ownerId, keys.get(0)).build(), revision);
        }
        JsonArrayBuilder answers = Json.createArrayBuilder();
        for (int i = 0; i < keys.size(); i++) {
            String ownerId = registration.owners().get(i).ownerId();
            answers.add(answer(ownerId, keys.get(i)).add("OwnerId", ownerId));
        }
        return JsonAnswer.ok(answers.build(), revision);
    }

    private String author(@Nullable String apiKey, RequestOrigin origin) throws GatewayException {
        if (settings.registrationOpen()) {
            return "open";
        }
        Caller caller = access.caller(apiKey, origin);
        if (!caller.isMaster()) {
            throw new GatewayException(
                    GatewayError.FORBIDDEN, "Registering takes the master key here (setting: registration)");
        }
        return caller.author();
    }

    private static JsonObjectBuilder answer(String ownerId, String key) {
        return Json.createObjectBuilder()
                .add("Message", "Registered " + ownerId + ". Keep the API key: it is not shown again")
                .add("API-Key", key);
    }
}
