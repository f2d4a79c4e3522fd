package io.turnpike.gateway.upstream.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.turnpike.gateway.exchange.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the head of a node's answer says, and what of it is passed on. Stateless. */
final class AnswerHead {

    private static final Pattern KEEP_ALIVE_TIMEOUT = Pattern.compile("(?i)(?:^|[,\\s])timeout\\s*=\\s*([0-9]{1,6})");

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    private AnswerHead() {}

    /** Why this is no answer that can be passed on; empty if it is one. */
    static String fault(HttpResponse head) {
        if (head.decoderResult().isFailure()) {
            Throwable cause = head.decoderResult().cause();
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        if (!head.protocolVersion().protocolName().equals("HTTP")
                || head.protocolVersion().majorVersion() != 1) {
            return "the version " + head.protocolVersion() + " (expected: HTTP/1.1 or HTTP/1.0)";
        }
        int status = head.status().code();
        if (status < 100 || status > 999 || status == 101) {
            return "the status " + status + " (expected: one that answers the request)";
        }
        List<String> codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() > 1
                || (codings.size() == 1 && !codings.get(0).strip().equalsIgnoreCase("chunked"))) {
            return "the transfer coding " + String.join(", ", codings) + " (expected: chunked)";
        }
        return "";
    }

    /** Whether a node that answers so has a fault, or too much to do, if the request goes to another one for it. */
    static boolean isFault(int status) {
        return status == TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR;
    }

    /** How long the node keeps the connection by its {@code Keep-Alive} field, less a second; very long if it does not say. */
    static long keptNanos(HttpResponse head) {
        String value = head.headers().get("Keep-Alive");
        Matcher timeout = KEEP_ALIVE_TIMEOUT.matcher(value == null ? "" : value);
        return timeout.find() ? Math.max(0, Long.parseLong(timeout.group(1)) - 1) * 1_000_000_000L : Long.MAX_VALUE;
    }

    /** The fields for the client: hop-by-hop ones taken out, {@code Via} put in (RFC 9110, section 7.6). */
    static List<HeaderField> fields(HttpResponse head, String pseudonym) {
        List<HeaderField> sent = new ArrayList<>(head.headers().size());
        for (Map.Entry<String, String> field : head.headers()) {
            sent.add(new HeaderField(field.getKey(), field.getValue()));
        }
        HopByHop hopByHop = HopByHop.of(sent);
        boolean withoutBody = head.status().code() == 204;
        List<HeaderField> fields = new ArrayList<>(sent.size() + 1);
        for (HeaderField field : sent) {
            boolean length = field.is("Content-Length");
            if (length ? !withoutBody : !hopByHop.has(field.name())) {
                fields.add(field);
            }
        }
        fields.add(new HeaderField(
                "Via", head.protocolVersion().text().toUpperCase(Locale.ROOT).substring(5) + ' ' + pseudonym));
        return fields;
    }
}
