package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.HttpText;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The fields that tell a node where a request comes from: {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}, and
 * {@code Forwarded} (RFC 7239). What a trusted proxy has sent is kept and added to; of anybody else nothing of the kind is believed. Names
 * with an underscore are dropped always: no proxy writes them, and whoever reads them as the others would read the client's.
 * Stateless.
 */
final class Forwarding {

    private static final String PREFIX = "x-forwarded-";
    private static final String FOR = "X-Forwarded-For";
    private static final String FORWARDED = "Forwarded";

    private Forwarding() {}

    /** Whether a field is one of these, also as servers that make no difference between hyphen and underscore read it. */
    static boolean isOne(String name) {
        if (name.isEmpty() || "xXfF".indexOf(name.charAt(0)) < 0) {
            return false;
        }
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return plain.startsWith(PREFIX) || plain.equals("forwarded") || plain.equals("x-real-ip");
    }

    /**
     * The fields for the node. A trusted proxy that has sent only one of the two kinds has only that one continued: in the other one it would
     * look like the client. No port is told where the client asked the proxy: only that knows which one.
     *
     * @param sent those of the client that are passed on
     */
    static List<HeaderField> of(StreamedRequest.Sender sender, List<HeaderField> sent) {
        List<HeaderField> known = sender.trusted()
                ? sent.stream()
                        .filter(each -> isOne(each.name()) && each.name().indexOf('_') < 0)
                        .toList()
                : List.of();
        boolean standard = HeaderField.first(known, FORWARDED) != null;
        boolean customary = HeaderField.first(known, FOR) != null;
        List<HeaderField> fields = new ArrayList<>();
        for (HeaderField field : known) {
            if (!field.is(FOR) && !field.is(FORWARDED)) {
                fields.add(field);
            }
        }
        if (customary || !standard) {
            addCustomary(fields, known, sender);
        }
        if (standard || !customary) {
            fields.add(appended(known, FORWARDED, element(sender)));
        }
        return fields;
    }

    private static void addCustomary(List<HeaderField> fields, List<HeaderField> known, StreamedRequest.Sender sender) {
        fields.add(appended(known, FOR, sender.address()));
        addUnlessKnown(fields, "X-Forwarded-Proto", sender.scheme());
        if (!sender.host().isEmpty()) {
            addUnlessKnown(fields, "X-Forwarded-Host", sender.host());
        }
        if (known.isEmpty()) {
            addUnlessKnown(fields, "X-Forwarded-Port", String.valueOf(sender.port()));
        }
    }

    private static HeaderField appended(List<HeaderField> known, String name, String last) {
        if (known.isEmpty()) {
            return new HeaderField(name, last);
        }
        String before = known.stream()
                .filter(each -> each.is(name) && !each.value().isBlank())
                .map(HeaderField::value)
                .collect(Collectors.joining(", "));
        return new HeaderField(name, before.isEmpty() ? last : before + ", " + last);
    }

    private static void addUnlessKnown(List<HeaderField> fields, String name, String value) {
        if (HeaderField.first(fields, name) == null) {
            fields.add(new HeaderField(name, value));
        }
    }

    /** RFC 7239, sections 4 and 6: an IPv6 address has brackets and so quotes. */
    private static String element(StreamedRequest.Sender sender) {
        boolean ipv6 = sender.address().indexOf(':') >= 0;
        String by = ipv6 ? "\"[" + sender.address() + "]\"" : sender.address();
        String host = sender.host().isEmpty() ? "" : ";host=" + quoted(sender.host());
        return "for=" + by + host + ";proto=" + sender.scheme();
    }

    private static String quoted(String host) {
        return HttpText.isToken(host) ? host : '"' + host.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
