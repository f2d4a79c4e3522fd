package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.RequestPath;

/**
 * The {@code api} of a rule of reference 003, which is the whole path of a request: {@code /api/v1/core/} is neither {@code /api/v1/} nor
 * {@code /api/v1/core/items}. What the routes of this gateway take for one path is one here, so that nobody gets around a rule by spelling:
 * percent-encodings are decoded, {@code .} and {@code ..} resolved, and one slash at the end does not count.
 */
public final class ApiPath {

    private ApiPath() {}

    /**
     * The one form of all spellings of a request's path.
     *
     * @throws GatewayException as {@link RequestPath#of}
     */
    public static String of(String path) throws GatewayException {
        if (path.indexOf('%') < 0 && !path.contains("/.")) {
            return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }
        RequestPath segments = RequestPath.of(path);
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < segments.count(); i++) {
            // A slash that was encoded is no slash between segments.
            plain.append('/').append(segments.text(i).replace("%", "%25").replace("/", "%2F"));
        }
        return plain.length() == 0 ? "/" : plain.toString();
    }

    /**
     * The same of a rule's {@code api}.
     *
     * @throws IllegalArgumentException if it is no path; the message says why
     */
    public static String ofRule(String api) {
        if (!api.startsWith("/") || api.indexOf('?') >= 0) {
            throw new IllegalArgumentException(FaultList.quoted(api)
                    + " is no path (expected: the path of requests, with a slash in front and without a query, such as"
                    + " /api/v1/core/)");
        }
        try {
            return of(api);
        } catch (GatewayException e) {
            throw new IllegalArgumentException(e.detail(), e);
        }
    }
}
