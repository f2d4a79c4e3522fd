package io.turnpike.it.payaraserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerKind;
import io.turnpike.it.scenario.EarScenarios;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

final class EarIT extends EarScenarios {

    @Override
    public ServerKind server() {
        return new PayaraServer(GatewaySetup.ear());
    }

    @Test
    void health_ofPayara_hasTheChecksOfBothArchives() {
        Answer answer = gateway().get("/mp-health/ready");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.object().getJsonArray("checks").getValuesAs(JsonObject.class))
                .extracting(check -> check.getString("name"))
                .contains("configuration", "registry-proxy");
    }

    @Test
    void metricsAndOpenApi_arePayaras() {
        assertThat(gateway().get("/metrics").body()).contains("memory_usedHeap_bytes");
        assertThat(gateway().get("/openapi").body()).startsWith("openapi:");
        assertThat(gateway().get("/metricsx").object().getString("code")).isEqualTo("service-not-found");
    }
}
