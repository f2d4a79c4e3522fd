package io.turnpike.gateway.plugin.cors;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import java.util.List;
import java.util.Map;

/**
 * Answers preflights, and tells browsers which pages may see the other answers, those with errors too. What the upstream says about it is
 * taken out: two of these fields in one answer are as good as none. A request from elsewhere is not refused; it is the browser that keeps the
 * answer from the page.
 */
final class CorsHandler implements PluginHandler {

    private static final byte[] NO_BODY = {};
    private static final int NO_CONTENT = 204;
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";
    private static final String EXPOSE_HEADERS = "Access-Control-Expose-Headers";
    private static final String VARY = "Vary";
    private static final String ORIGIN = "Origin";

    private final Origins origins;
    private final boolean credentials;
    private final String exposed;
    private final Decision allowed;
    private final Decision notAllowed = Decision.answer(Response.empty(NO_CONTENT));

    /**
     * @param exposed names of fields that pages may see; the empty text: those that they always may
     * @param preflight what else the answer to a preflight has
     */
    CorsHandler(Origins origins, boolean credentials, String exposed, Map<String, String> preflight) {
        this.origins = origins;
        this.credentials = credentials;
        this.exposed = exposed;
        this.allowed = Decision.answer(new Response(NO_CONTENT, null, preflight, List.of(), NO_BODY, 0));
    }

    @Override
    public Decision access(PluginRequest request) {
        String origin = request.header(ORIGIN);
        if (origin == null || !isPreflight(request)) {
            return Decision.proceed();
        }
        return origins.allow(origin) ? allowed : notAllowed;
    }

    @Override
    public void headerFilter(PluginRequest request, ResponseHead head) {
        head.removeHeader(ALLOW_ORIGIN);
        head.removeHeader(ALLOW_CREDENTIALS);
        head.removeHeader(EXPOSE_HEADERS);
        if (origins.any()) {
            head.setHeader(ALLOW_ORIGIN, "*");
        } else {
            // Also without an origin: a cache must not give this answer to a page that may see it.
            varyByOrigin(head);
            String origin = request.header(ORIGIN);
            if (origin == null || !origins.allow(origin)) {
                return;
            }
            head.setHeader(ALLOW_ORIGIN, origin);
            if (credentials) {
                head.setHeader(ALLOW_CREDENTIALS, "true");
            }
        }
        if (!exposed.isEmpty() && !isPreflight(request)) {
            head.setHeader(EXPOSE_HEADERS, exposed);
        }
    }

    /** Fetch, section 3.3.1. */
    private static boolean isPreflight(PluginRequest request) {
        return request.method().equals("OPTIONS") && request.header("Access-Control-Request-Method") != null;
    }

    private static void varyByOrigin(ResponseHead head) {
        for (HeaderField field : head.headers()) {
            if (field.is(VARY)) {
                for (String name : field.value().split(",", -1)) {
                    if (name.strip().equalsIgnoreCase(ORIGIN) || name.strip().equals("*")) {
                        return;
                    }
                }
            }
        }
        head.addHeader(VARY, ORIGIN);
    }
}
