package io.turnpike.gateway.routing.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses from text; no name is ever looked up. */
public final class IpLiteral {

    private static final int LONGEST = 45;

    private IpLiteral() {}

    /**
     * The 4 or 16 bytes of an address, or null if it is none. A zone ({@code fe80::1%eth0}) is dropped, and an IPv4 address in IPv6
     * ({@code ::ffff:10.0.0.1}) is the IPv4 address.
     */
    public static byte @Nullable [] parse(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        if (address.isEmpty() || address.length() > LONGEST) {
            return null;
        }
        if (address.indexOf(':') < 0) {
            return zone < 0 ? dotted(address) : null;
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c != ':' && c != '.' && (c > 0x7f || Character.digit(c, 16) < 0)) {
                return null;
            }
        }
        if (address.charAt(0) == '.') {
            return null;
        }
        try {
            // With a colon, and a hexadecimal digit or colon in front, it is an address or an error, and no name.
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Four decimal numbers without leading zeros, which some read as octal. */
    private static byte @Nullable [] dotted(String text) {
        byte[] bytes = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int begin = at;
            int number = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - begin < 3) {
                number = number * 10 + text.charAt(at++) - '0';
            }
            boolean fits = at > begin && number <= 255 && (at - begin == 1 || text.charAt(begin) != '0');
            if (!fits || (i < 3 && (at == text.length() || text.charAt(at++) != '.'))) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return at == text.length() ? bytes : null;
    }
}
