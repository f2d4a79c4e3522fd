package io.turnpike.gateway.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server may give as its address: an IP address, or a host name (RFC 1123, and underscores as container networks use). */
final class HostSyntax {

    private static final Pattern IPV4 = Pattern.compile(
            "(25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int MAX_NAME = 253;

    private HostSyntax() {}

    /** The address in its plain form (no brackets, names in lower case); empty if it is no address. */
    static Optional<String> normalise(String text) {
        String host = text.strip();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            return host.indexOf(':') < 0 ? Optional.empty() : literal(host).map(InetAddress::getHostAddress);
        }
        if (host.indexOf(':') >= 0) {
            return literal(host).map(InetAddress::getHostAddress);
        }
        if (IPV4.matcher(host).matches()) {
            return Optional.of(host);
        }
        return isName(host) ? Optional.of(host.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean isName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return false;
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        // A name that ends in digits only is a mistyped IPv4 address.
        return !DIGITS.matcher(labels[labels.length - 1]).matches();
    }

    /** The IP address that a text writes; empty if it is a name or nothing at all. Never asks DNS. */
    static Optional<InetAddress> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
