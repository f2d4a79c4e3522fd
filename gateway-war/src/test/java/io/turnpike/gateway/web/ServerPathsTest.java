package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerPathsTest {

    private static final List<String> OF_PAYARA =
            List.of("/mp-health/*", "/metrics/*", "/openapi/*", "/.error", "/*", "*.jsp");

    @Test
    void of_payaraServer_thoseOfItsServlets() {
        assertThat(ServerPaths.of("Payara Server 6", OF_PAYARA))
                .isEqualTo(new ServerPaths(Set.of("mp-health"), Set.of("metrics", "openapi")));
        assertThat(ServerPaths.of("Payara Server 6", List.of("/*", "/metrics/*")))
                .isEqualTo(new ServerPaths(Set.of(), Set.of("metrics")));
    }

    @Test
    void of_serverThatIsThereForTheGatewayOrHasNoServlets_none() {
        assertThat(ServerPaths.of("Payara Micro 6", OF_PAYARA)).isEqualTo(ServerPaths.NONE);
        assertThat(ServerPaths.of("Undertow", List.of("/*", "/.error"))).isEqualTo(ServerPaths.NONE);
    }

    @Test
    void contains_firstSegment_wholeAndAsItIsWritten() {
        ServerPaths paths = new ServerPaths(Set.of("mp-health"), Set.of("metrics"));
        assertThat(List.of("/metrics", "/metrics/", "/metrics/base", "/mp-health/ready"))
                .allMatch(paths::contains);
        assertThat(List.of("/", "", "metrics", "/metrics2", "/x/metrics", "/%6detrics", "/openapi"))
                .noneMatch(paths::contains);
    }
}
