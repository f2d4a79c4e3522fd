package io.turnpike.gateway.admin.model;

/**
 * One entry of {@code RegisteredServers}: a server that the owner announced.
 *
 * @param serverUrl a URL, or a bare host name or address
 * @param port 1 to 65535
 */
public record RegisteredServer(String serverUrl, int port) {

    /**
     * The host as the entry writes it, an IPv6 address of a URL in its brackets. Not left to {@link java.net.URI}, which knows
     * no host with an underscore, as container networks have.
     */
    public String host() {
        int scheme = serverUrl.indexOf("://");
        if (scheme < 0) {
            return serverUrl.strip();
        }
        String authority = serverUrl.substring(scheme + 3).split("[/?#]", 2)[0];
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1).strip();
        if (hostAndPort.startsWith("[")) {
            return hostAndPort.substring(0, hostAndPort.indexOf(']') + 1);
        }
        int colon = hostAndPort.lastIndexOf(':');
        return colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    }
}
