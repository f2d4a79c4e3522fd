package io.turnpike.gateway.web;

import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the server serves beside the gateway, because it puts servlets of its own into the application that is at {@code /}: Payara Server does, for MicroProfile Health, Metrics
 * and OpenAPI. No service and no route has these paths. On Payara Micro, which is started for the gateway alone, they are the gateway's as any other.
 *
 * @param health the first segments of paths that say how the server is
 * @param others the first segments of the others
 */
record ServerPaths(Set<String> health, Set<String> others) {

    /** A server that serves nothing by itself. */
    static final ServerPaths NONE = new ServerPaths(Set.of(), Set.of());

    private static final Set<String> HEALTH = Set.of("mp-health");
    private static final Set<String> OTHERS = Set.of("metrics", "openapi");

    /** Those of the server that the application is on; to be called when all servlets are known. */
    static ServerPaths of(ServletContext application) {
        return of(
                application.getServerInfo(),
                application.getServletRegistrations().values().stream()
                        .flatMap(servlet -> servlet.getMappings().stream())
                        .toList());
    }

    /**
     * @param server name and version of the server, in its own words
     * @param mappings of all servlets of the application
     */
    static ServerPaths of(String server, Collection<String> mappings) {
        return server.contains("Micro") ? NONE : new ServerPaths(mapped(HEALTH, mappings), mapped(OTHERS, mappings));
    }

    private static Set<String> mapped(Set<String> names, Collection<String> mappings) {
        return names.stream()
                .filter(name -> mappings.contains('/' + name + "/*"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether the server answers a request.
     *
     * @param path as in the request line, below the context root
     */
    boolean contains(String path) {
        if ((health.isEmpty() && others.isEmpty()) || !path.startsWith("/")) {
            return false;
        }
        int slash = path.indexOf('/', 1);
        String first = path.substring(1, slash < 0 ? path.length() : slash);
        return health.contains(first) || others.contains(first);
    }
}
