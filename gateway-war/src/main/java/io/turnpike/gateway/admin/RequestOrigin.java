package io.turnpike.gateway.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as far as it matters to the well-known master key.
 *
 * @param local whether a program on this machine made it: from a loopback address, to a loopback address by the name it used,
 *     not handed on by a proxy, not sent by a web page in a browser
 */
public record RequestOrigin(boolean local) {

    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]+");

    /** A proxy sets all but the last two and what begins with {@code X-Forwarded}; browsers set those, for any page. */
    private static final Set<String> TELLING_HEADERS = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "true-client-ip",
            "cf-connecting-ip",
            "origin",
            "sec-fetch-site");

    static RequestOrigin of(HttpServletRequest request) {
        return new RequestOrigin(isLoopback(request.getRemoteAddr())
                && isLoopbackName(request.getServerName())
                && Collections.list(request.getHeaderNames()).stream()
                        .map(header -> header.toLowerCase(Locale.ROOT))
                        .noneMatch(header -> header.startsWith("x-forwarded") || TELLING_HEADERS.contains(header)));
    }

    /** Whether a {@code Host} means this machine wherever it is used; a page that had its name rebound to us comes with its own. */
    private static boolean isLoopbackName(@Nullable String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
    }

    /** Looks at literals only: a name would be looked up in DNS, which others may answer. */
    static boolean isLoopback(@Nullable String address) {
        if (address == null) {
            return false;
        }
        int zone = address.indexOf('%');
        String literal = (zone < 0 ? address : address.substring(0, zone))
                .replace("[", "")
                .replace("]", "");
        if (!LITERAL.matcher(literal).matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(literal).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
