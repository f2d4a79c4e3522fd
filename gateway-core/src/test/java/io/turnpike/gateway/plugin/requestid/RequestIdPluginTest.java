package io.turnpike.gateway.plugin.requestid;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeHead;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestIdPluginTest {

    private static final String LONG = "a".repeat(129);

    private final RequestIdPlugin plugin = new RequestIdPlugin(() -> "made");

    @ParameterizedTest
    @CsvSource({
        "{}, X-Request-ID, '', made",
        "{}, X-Request-ID, 7b2c-1:2/3=@x+_.~, 7b2c-1:2/3=@x+_.~",
        "{}, X-Request-ID, a b, made",
        "{}, X-Request-ID, <script>, made",
        "{}, X-Request-ID, LONG, made",
        "{'TakeClients':false}, X-Request-ID, good, made",
        "{'Header':'X-Trace'}, X-Trace, good, good"
    })
    void rewriteAndHeaderFilter_idIsInRequestAndAnswer(String json, String header, String sent, String expected)
            throws Exception {
        PluginHandler handler = Plugins.configure(plugin, json);
        FakeRequest request = FakeRequest.get("/");
        if (!sent.isEmpty()) {
            request.with(header.toLowerCase(Locale.ROOT) + ": " + (sent.equals("LONG") ? LONG : sent));
        }
        FakeHead head = new FakeHead(200, header + ": upstream's");

        handler.rewrite(request);
        handler.headerFilter(request, head);

        assertThat(request.header(header)).isEqualTo(expected);
        assertThat(head.lines()).containsExactly(header + ": " + expected);
    }

    @Test
    void rewrite_byDefault_isAUuidOfItsOwn() throws Exception {
        PluginHandler handler = Plugins.configure(new RequestIdPlugin(), "{}");
        FakeRequest one = FakeRequest.get("/");
        FakeRequest two = FakeRequest.get("/");

        handler.rewrite(one);
        handler.rewrite(two);

        assertThat(one.header("X-Request-ID")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(two.header("X-Request-ID")).isNotEqualTo(one.header("X-Request-ID"));
    }

    @Test
    void headerFilter_requestThatNeverCame_hasNone() throws Exception {
        FakeHead head = new FakeHead(503);

        Plugins.configure(plugin, "{}").headerFilter(FakeRequest.get("/"), head);

        assertThat(head.lines()).isEmpty();
    }

    @Test
    void configure_noName_isTold() {
        assertThat(Plugins.faults(plugin, "{'Header':'a b'}"))
                .singleElement()
                .asString()
                .startsWith("/Header Header: \"a b\" is no name of a header");
    }
}
