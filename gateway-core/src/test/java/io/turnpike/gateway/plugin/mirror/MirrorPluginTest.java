package io.turnpike.gateway.plugin.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorPluginTest {

    private final MirrorPlugin plugin = new MirrorPlugin(new Random(1)::nextDouble);

    @Test
    void access_byDefault_copiesEveryRequest() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Address':'shadow:8080','Tls':true}");
        FakeRequest request = FakeRequest.get("/");

        assertThat(handler.access(request)).isSameAs(Decision.proceed());

        assertThat(request.endpoint()).isNull();
        assertThat(request.mirrors()).extracting(Endpoint::name).containsExactly("shadow:8080");
        assertThat(((FakeContext.Opened) request.mirrors().get(0)).target().tls())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.5, 20, 90", "25, 2350, 2650", "100, 10000, 10000"})
    void access_percent_isTheShareThatIsCopied(String percent, int least, int most) throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Address':'shadow:8080','Percent':" + percent + "}");
        int copied = 0;
        for (int i = 0; i < 10_000; i++) {
            FakeRequest request = FakeRequest.get("/");
            handler.access(request);
            copied += request.mirrors().size();
        }

        assertThat(copied).isBetween(least, most);
    }

    @Test
    void configure_noAddress_isTold() {
        assertThat(Plugins.faults(plugin, "{'Address':'shadow'}"))
                .singleElement()
                .asString()
                .startsWith("/Address Address: \"shadow\" has no port");
    }
}
