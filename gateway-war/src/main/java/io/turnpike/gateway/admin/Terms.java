package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.UriInfo;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * On what terms a change is asked for.
 *
 * @param author who asks, as revisions have it
 * @param condition which revision it may be made on
 * @param dryRun whether it is only to be tried: validated as a whole, and not made
 */
record Terms(String author, IfMatch condition, boolean dryRun) {

    private static final String DRY_RUN = "dryRun";

    /** Without any condition, and meant. */
    static Terms by(String author) {
        return new Terms(author, IfMatch.NONE, false);
    }

    /**
     * Those of a request.
     *
     * @throws GatewayException {@code INVALID_REQUEST} if {@code If-Match} or {@code dryRun} is not what it should be; a typing
     *     error in the latter must not make a change of what was only to be tried
     */
    static Terms of(HttpServletRequest request, UriInfo uri, String author) throws GatewayException {
        return new Terms(
                author, IfMatch.of(Collections.list(request.getHeaders("If-Match"))), dryRun(uri.getQueryParameters()));
    }

    /**
     * Those of a request that can have no parameter but {@code dryRun}.
     *
     * @throws GatewayException as {@link #of}; {@code INVALID_REQUEST} if it has another one
     */
    static Terms dryRunOnly(HttpServletRequest request, UriInfo uri, Caller caller) throws GatewayException {
        Terms terms = of(request, uri, caller.author());
        QueryParameters.requireOnly(List.of(DRY_RUN), uri.getQueryParameters());
        return terms;
    }

    static boolean dryRun(Map<String, List<String>> query) throws GatewayException {
        QueryParameters.requireOnce(List.of(DRY_RUN), query);
        boolean dryRun = false;
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            String name = parameter.getKey();
            if (!plain(name).equals(plain(DRY_RUN))) {
                continue;
            }
            String value = String.join(", ", parameter.getValue());
            if (!name.equals(DRY_RUN) || !value.equals("true") && !value.equals("false")) {
                throw new GatewayException(
                        GatewayError.INVALID_REQUEST,
                        JsonFields.shortened(name) + ": " + JsonFields.shortened(value)
                                + " (expected: dryRun=true or dryRun=false)");
            }
            dryRun = value.equals("true");
        }
        return dryRun;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
