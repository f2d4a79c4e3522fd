package io.turnpike.gateway.admin;

import java.util.Optional;
import java.util.Set;

/** Which names may be given to owners and services. */
final class Names {

    /** The service that takes over connects and heartbeats; registering it changes nothing. */
    static final String REGISTRY_PROXY = "RegistryProxy";

    /** First path segments that are the gateway's own. */
    static final Set<String> RESERVED = Set.of(
            "ping",
            "register",
            "update",
            "connect",
            "health",
            "mp-health",
            "owners",
            "admin",
            "status",
            "console",
            "openapi",
            "metrics",
            "ws",
            "publish",
            "registry-proxy",
            "application.wadl");

    private static final int MAX_LENGTH = 128;
    private static final String FORBIDDEN = "/\\?#%;";

    private Names() {}

    /** Why a name cannot be one segment of a URL, if it cannot. */
    static Optional<String> faultOf(String key, String name) {
        if (name.length() > MAX_LENGTH) {
            return Optional.of(key + " has " + name.length() + " characters (expected: " + MAX_LENGTH + " at most)");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of(key + " is " + name + " (expected: a name, which is one segment of a URL)");
        }
        if (!name.equals(name.strip())) {
            return Optional.of(key + " begins or ends with a space (expected: none)");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c) || isLoneSurrogate(name, i)) {
                return Optional.of(key + " holds " + (c > ' ' && c < 127 ? "'" + c + "'" : "U+%04X".formatted((int) c))
                        + " (expected: one segment of a URL, without any of " + FORBIDDEN + ")");
            }
        }
        return Optional.empty();
    }

    private static boolean isLoneSurrogate(String name, int i) {
        char c = name.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == name.length() || !Character.isLowSurrogate(name.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(name.charAt(i - 1)));
    }
}
