package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.thrift.json.RequestValues;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The headers and cookies (RFC 6265, section 5.4) of a request, for fields that are bound to them. */
final class HeaderValues implements RequestValues {

    private final Exchange.Headers headers;

    HeaderValues(Exchange.Headers headers) {
        this.headers = headers;
    }

    @Override
    public List<String> header(String name) {
        return headers.all(name).stream().map(HeaderValues::decoded).toList();
    }

    @Override
    public List<String> cookie(String name) {
        List<String> values = new ArrayList<>(1);
        for (String line : headers.all("Cookie")) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    values.add(decoded(unquoted(pair.substring(equals + 1).strip())));
                }
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Servers hand out a character for each byte of a header; where the bytes are UTF-8, that is what they mean. */
    private static String decoded(String value) {
        boolean ascii = true;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                return value;
            }
            ascii &= value.charAt(i) < 0x80;
        }
        if (ascii) {
            return value;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }
}
