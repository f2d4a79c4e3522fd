package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.routing.rule.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * What of a request a rule of reference 003 looks at.
 *
 * @param kind where
 * @param key the name there, of a header in lower case; the empty text of {@link Kind#ADDRESS}
 */
public record RuleSubject(Kind kind, String key) {

    /** As {@code value}: whatever value there is. */
    public static final String ANY = "*";

    /** As {@code key} of a header: not a header, but the client's address. */
    public static final String ADDRESS_KEY = "remote_addr";

    /** Where to look. */
    public enum Kind {
        HEADER,
        PARAM,
        ADDRESS
    }

    /** Of {@code type}, which is {@code header} or {@code param}, and {@code key}. */
    public static RuleSubject of(String type, String key) {
        if (type.equals("param")) {
            return new RuleSubject(Kind.PARAM, key);
        }
        return key.equalsIgnoreCase(ADDRESS_KEY)
                ? new RuleSubject(Kind.ADDRESS, "")
                : new RuleSubject(Kind.HEADER, key.toLowerCase(Locale.ROOT));
    }

    /**
     * The values of a request: each line of a header, each parameter of the name, decoded; none if it is not there. The address is there
     * always; it is the empty text if it is unknown.
     */
    public List<String> values(PluginRequest request) {
        return switch (kind) {
            case PARAM -> request.parameters(key);
            case ADDRESS -> List.of(plain(request.clientAddress()));
            case HEADER -> HeaderText.values(request.headers(), key);
        };
    }

    /**
     * The {@code value} of a rule as {@link #values} has it.
     *
     * @throws IllegalArgumentException if no request can have it; the message says why
     */
    public String value(String value) {
        if (kind != Kind.ADDRESS || value.equals(ANY)) {
            return value;
        }
        if (IpLiteral.parse(value) == null) {
            throw new IllegalArgumentException(FaultList.quoted(value)
                    + " is no address (expected: an IP address, as the key is " + ADDRESS_KEY + ", or *)");
        }
        return plain(value);
    }

    /** How it is written in a rule. */
    @Override
    public String toString() {
        return switch (kind) {
            case HEADER -> "header " + key;
            case PARAM -> "param " + key;
            case ADDRESS -> "header " + ADDRESS_KEY;
        };
    }

    /** An address of IPv6 has many spellings, one of IPv4 has one. */
    private static String plain(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        byte[] bytes = IpLiteral.parse(address);
        try {
            return bytes == null ? address : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            // Of 4 or 16 bytes it never is.
            throw new IllegalStateException(e);
        }
    }
}
