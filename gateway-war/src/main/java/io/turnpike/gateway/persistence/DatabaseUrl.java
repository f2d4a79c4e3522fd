package io.turnpike.gateway.persistence;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.spi.dns.DnsClient;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A MongoDB connection string. What it says of itself never holds a user, a password or the value of an option: the driver's own
 * messages repeat pieces of the text, and a password that is not escaped looks to it like a host.
 *
 * @param driverPart the text without the options that the driver does not know
 * @param caFile what option {@code tlsCAFile} names, which other drivers know and Java's does not
 */
public record DatabaseUrl(String driverPart, Optional<String> caFile) {

    private static final String CA_FILE = "tlscafile";
    private static final List<String> REFUSED =
            List.of("tlscertificatekeyfile", "tlscertificatekeyfilepassword", "tlscrlfile");
    private static final List<String> PREFIXES = List.of("mongodb://", "mongodb+srv://");

    /** Nothing is looked up while a text is only checked. */
    private static final DnsClient NO_DNS = (name, type) -> List.of();

    /** What is wrong with a connection string, and what was expected; empty if nothing is. */
    public static Optional<String> faultOf(String url) {
        if (PREFIXES.stream().noneMatch(url::startsWith)) {
            return Optional.of("is no connection string (expected: mongodb://… or mongodb+srv://…)");
        }
        for (String option : options(url)) {
            String name = name(option);
            if (REFUSED.contains(name)) {
                return Optional.of(
                        "has the option " + name
                                + " (expected: the key and the certificate in the key store of the server's JVM, javax.net.ssl.keyStore)");
            }
        }
        try {
            ConnectionString parsed = new ConnectionString(of(url).driverPart(), NO_DNS);
            return parsed.getHosts().isEmpty() ? Optional.of("names no host") : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(fault(String.valueOf(e.getMessage())));
        } catch (MongoException e) {
            // Only looking up can fail so; whether it works shows when it is done.
            return Optional.empty();
        }
    }

    /** Takes a connection string apart; see {@link #faultOf}. */
    static DatabaseUrl of(String url) {
        int query = url.indexOf('?');
        List<String> kept = new ArrayList<>();
        Optional<String> caFile = Optional.empty();
        for (String option : options(url)) {
            if (name(option).equals(CA_FILE) && option.length() > CA_FILE.length()) {
                caFile = Optional.of(URLDecoder.decode(
                        option.substring(CA_FILE.length() + 1).replace("+", "%2B"), StandardCharsets.UTF_8));
            } else {
                kept.add(option);
            }
        }
        return query < 0
                ? new DatabaseUrl(url, caFile)
                : new DatabaseUrl(url.substring(0, query + 1) + String.join("&", kept), caFile);
    }

    /** The hosts, for the log. */
    public static String hosts(String url) {
        try {
            return String.join(",", new ConnectionString(of(url).driverPart(), NO_DNS).getHosts());
        } catch (IllegalArgumentException | MongoException e) {
            return "the hosts of dbUrl";
        }
    }

    /** The driver's message in words of ours, which repeat nothing of the text. */
    private static String fault(String message) {
        if (message.contains("user information") || message.contains("at-sign") || message.contains("host")) {
            return "has a wrong host, port, user or password (expected: user:password@host:port,host:port/?option=value,"
                    + " where user and password have each of : / ? # [ ] @ % percent-encoded)";
        }
        return "has options that the driver does not take together, or a value that an option does not take (expected:"
                + " ?option=value&option=value after the hosts and a slash)";
    }

    private static List<String> options(String url) {
        int query = url.indexOf('?');
        return query < 0 ? List.of() : List.of(url.substring(query + 1).split("[&;]"));
    }

    private static String name(String option) {
        int equals = option.indexOf('=');
        return (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
    }

    /** Without user, password and options. */
    @Override
    public String toString() {
        return "MongoDB at " + hosts(driverPart);
    }
}
