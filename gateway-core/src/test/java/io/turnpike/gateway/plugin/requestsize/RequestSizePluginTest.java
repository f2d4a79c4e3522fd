package io.turnpike.gateway.plugin.requestsize;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSizePluginTest {

    @ParameterizedTest
    @CsvSource({
        "0, proceed",
        "999, proceed",
        "1000, proceed",
        "1001, '413 The body has 1001 bytes (expected: at most 1000)'",
        "-1, proceed"
    })
    void access_announcedLength_isBounded(long length, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(new RequestSizePlugin(), "{'MaxBytes':1000}");
        FakeRequest request = FakeRequest.of("POST", "/").withBody(length);

        assertThat(Plugins.word(handler.access(request))).isEqualTo(expected);
        assertThat(request.bodyLimit()).isEqualTo(length > 1000 ? Long.MAX_VALUE : 1000);
    }
}
