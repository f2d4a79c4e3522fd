package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.RequestText;
import io.turnpike.thrift.json.RequestValues;
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
        return headers.all(name).stream().map(RequestText::utf8).toList();
    }

    @Override
    public List<String> cookie(String name) {
        List<String> values = new ArrayList<>(1);
        for (String line : headers.all("Cookie")) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    values.add(RequestText.utf8(
                            RequestText.unquoted(pair.substring(equals + 1).strip())));
                }
            }
        }
        return values;
    }
}
