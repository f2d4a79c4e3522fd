package io.turnpike.gateway.plugin.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MockPluginTest {

    private final MockPlugin plugin = new MockPlugin();
    private final FakeContext context = new FakeContext();

    private Decision decision(String json) throws Exception {
        return Plugins.configure(plugin, json, context).access(FakeRequest.get("/"));
    }

    @Test
    void access_everythingGiven_isAnswered() throws Exception {
        Response response = ((Decision.Answer)
                        decision("{'Status':418,'ContentType':'text/plain','Body':'Tee ä','Headers':{'X-A':'1'}}"))
                .response();

        assertThat(response.status()).isEqualTo(418);
        assertThat(response.contentType()).isEqualTo("text/plain");
        assertThat(response.headers()).containsOnly(Map.entry("X-A", "1"));
        assertThat(new String(response.body(), 0, response.bodyLength(), StandardCharsets.UTF_8))
                .isEqualTo("Tee ä");
    }

    @Test
    void access_nothingGiven_is200WithoutBody() throws Exception {
        Response response = ((Decision.Answer) decision("{}")).response();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isNull();
        assertThat(response.bodyLength()).isZero();
    }

    @Test
    void access_jsonByDefault() throws Exception {
        assertThat(((Decision.Answer) decision("{'Body':'{}'}")).response().contentType())
                .isEqualTo("application/json");
    }

    @Test
    void access_delay_answersWhenItIsOver() throws Exception {
        Decision.Later later = (Decision.Later) decision("{'Status':201,'DelayMillis':1500}");
        CompletableFuture<? extends Decision> stage = later.stage().toCompletableFuture();

        assertThat(stage).isNotDone();
        assertThat(context.scheduled()).hasSize(1);
        assertThat(context.scheduled().get(0).delay()).isEqualTo(Duration.ofMillis(1500));
        context.scheduled().get(0).task().run();
        assertThat(Plugins.word(stage.join())).isEqualTo("201");
    }

    @Test
    void configure_faults_areTold() {
        assertThat(Plugins.faults(
                        plugin, "{'Status':204,'Body':'x','Headers':{'content-type':'a','Content-Length':'1'}}"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/Body Body: an answer of status 204 has none"),
                        fault -> assertThat(fault).startsWith("/Headers Headers: Content-Type has a key of its own"),
                        fault -> assertThat(fault).startsWith("/Headers Headers: Content-Length is the gateway's"));
    }
}
