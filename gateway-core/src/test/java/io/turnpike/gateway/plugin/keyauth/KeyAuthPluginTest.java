package io.turnpike.gateway.plugin.keyauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Consumers;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyAuthPluginTest {

    private final KeyAuthPlugin plugin = new KeyAuthPlugin();
    private final Consumers consumers = Consumers.of(Map.of(
            "anna",
            List.of(Consumers.hash("key-a"), Consumers.hash("key-a2")),
            "ben",
            List.of(Consumers.hash("key-b"))));

    private FakeRequest get(String target) {
        return FakeRequest.get(target).among(consumers);
    }

    private PluginHandler handler(String json) {
        return Plugins.configure(plugin, json, new FakeContext());
    }

    @Test
    void access_knownKey_saysWhoItIsAndRemovesTheKey() throws Exception {
        FakeRequest request = get("/?a=1").with("x-api-key: key-a2");
        assertThat(handler("{}").access(request)).isSameAs(Decision.proceed());
        assertThat(request.consumer()).isEqualTo("anna");
        assertThat(request.header("X-Api-Key")).isNull();
        assertThat(request.query()).isEqualTo("a=1");

        FakeRequest kept = get("/").with("X-Api-Key: key-b");
        assertThat(handler("{'KeepKey':true}").access(kept)).isSameAs(Decision.proceed());
        assertThat(kept.consumer()).isEqualTo("ben");
        assertThat(kept.header("X-Api-Key")).isEqualTo("key-b");
    }

    @Test
    void access_keyInQuery_isTakenWhereConfigured_andAllOfItAreRemoved() throws Exception {
        assertThat(Plugins.word(handler("{}").access(get("/?key=key-a")))).isEqualTo("401 The API key is missing");
        FakeRequest request = get("/?x=%201&k%65y=key-a&key=other&y");
        assertThat(handler("{'Parameter':'key'}").access(request)).isSameAs(Decision.proceed());
        assertThat(request.query()).isEqualTo("x=%201&y");
        FakeRequest alone = get("/?key=key-a");
        assertThat(handler("{'Parameter':'key'}").access(alone)).isSameAs(Decision.proceed());
        assertThat(alone.query()).isNull();
    }

    @Test
    void access_otherKey_isRefused() throws Exception {
        PluginHandler handler = handler("{'Consumers':['ben']}");
        Decision unknown = handler.access(get("/").with("X-Api-Key: key-c"));
        assertThat(Plugins.word(unknown)).isEqualTo("401 The API key is unknown");
        assertThat(((Decision.Refuse) unknown).problem().headers()).containsEntry("WWW-Authenticate", "Key");
        assertThat(Plugins.word(handler.access(get("/").with("X-Api-Key: " + Consumers.hash("key-b")))))
                .as("the hash is no key")
                .isEqualTo("401 The API key is unknown");
        FakeRequest other = get("/").with("X-Api-Key: key-a");
        assertThat(Plugins.word(handler.access(other))).isEqualTo("403 The API key is not for this");
        assertThat(other.consumer()).isEmpty();
    }

    @Test
    void access_consumersOfTheRequestsRevision_areWhatCounts() throws Exception {
        PluginHandler handler = handler("{}");
        assertThat(handler.access(get("/").with("X-Api-Key: key-b"))).isSameAs(Decision.proceed());
        assertThat(Plugins.word(handler.access(FakeRequest.get("/").with("X-Api-Key: key-b"))))
                .isEqualTo("401 The API key is unknown");
    }

    @Test
    void configure_headerThatIsNone_isTold() {
        assertThat(Plugins.faults(plugin, "{'Header':'a b'}"))
                .singleElement()
                .asString()
                .startsWith("/Header");
    }
}
