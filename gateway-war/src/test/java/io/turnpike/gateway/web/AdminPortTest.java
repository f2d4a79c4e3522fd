package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdminPortTest {

    private static final int TRAFFIC = 4200;
    private static final int ADMIN = 4201;
    private static final AdminPort TWO = new AdminPort(OptionalInt.of(ADMIN), ServerPaths.NONE);

    @Test
    void serves_onePort_everything() {
        AdminPort one = new AdminPort(OptionalInt.empty(), ServerPaths.NONE);
        for (String path : List.of("/", "/admin/config", "/Users/get", "/%zz")) {
            assertThat(one.serves(TRAFFIC, "GET", path)).isTrue();
        }
    }

    @Test
    void serves_administration_atItsPortAlone() {
        for (String path : List.of(
                "/admin/config",
                "/admin",
                "/register",
                "/register/",
                "/update",
                "/owners/x",
                "/owners/x/keys",
                "/status")) {
            assertThat(TWO.serves(ADMIN, "GET", path)).as(path).isTrue();
            assertThat(TWO.serves(TRAFFIC, "GET", path)).as(path).isFalse();
        }
    }

    @Test
    void serves_callsAndServers_atEveryOtherPortAlone() {
        for (String path :
                List.of("/", "/Users/get", "/connect", "/connect/x", "/administration/x", "/.error", "/%zz")) {
            assertThat(TWO.serves(TRAFFIC, "GET", path)).as(path).isTrue();
            assertThat(TWO.serves(4443, "GET", path)).as(path).isTrue();
            assertThat(TWO.serves(ADMIN, "GET", path)).as(path).isFalse();
        }
    }

    @Test
    void serves_health_atBoth() {
        for (String path : List.of("/ping", "/health", "/health/ready")) {
            assertThat(TWO.serves(TRAFFIC, "GET", path)).as(path).isTrue();
            assertThat(TWO.serves(ADMIN, "GET", path)).as(path).isTrue();
        }
    }

    @Test
    void serves_whatTheServerHas_itsHealthAtBothAndTheRestAtThePortOfAdministration() {
        AdminPort two = new AdminPort(OptionalInt.of(ADMIN), new ServerPaths(Set.of("mp-health"), Set.of("metrics")));
        assertThat(two.serves(TRAFFIC, "GET", "/mp-health/ready")).isTrue();
        assertThat(two.serves(ADMIN, "GET", "/mp-health/ready")).isTrue();
        assertThat(two.serves(TRAFFIC, "GET", "/metrics")).isFalse();
        assertThat(two.serves(TRAFFIC, "GET", "/%6detrics")).isFalse();
        assertThat(two.serves(ADMIN, "GET", "/metrics/base")).isTrue();
        assertThat(two.serves(ADMIN, "GET", "/openapi")).isFalse();
    }

    @Test
    void serves_heartbeats_areTraffic() {
        for (String path : List.of("/health", "/health/", "/%68ealth")) {
            assertThat(TWO.serves(TRAFFIC, "POST", path)).as(path).isTrue();
            assertThat(TWO.serves(ADMIN, "POST", path)).as(path).isFalse();
            assertThat(TWO.serves(ADMIN, "HEAD", path)).as(path).isEqualTo(!path.contains("%"));
        }
    }

    /** However it is written, administration is not reached by the port for calls. */
    @Test
    void serves_administrationInDisguise_isNotAtThePortForCalls() {
        for (String path : List.of(
                "//admin/config",
                "/%61dmin/config",
                "/%61%64min",
                "/admin;x=1/config",
                "/;x/admin/config",
                "/admin;x%0ay/config",
                "/./admin/config",
                "/x/../admin/config",
                "/x/%2e%2e/admin/config",
                "/x/..;y=1/admin/config",
                "/%2fadmin/config",
                "/admin%2fconfig",
                "/x%2f..%2fadmin",
                "/..%5cadmin",
                "/admin/../Users/get",
                "/x/a%2fb/../../admin/config",
                "/x/a%5cb/../../register",
                "/register%3bx",
                "/status;")) {
            assertThat(TWO.serves(TRAFFIC, "GET", path)).as(path).isFalse();
        }
    }

    @Test
    void serves_callInDisguise_isNotAtThePortOfAdministration() {
        for (String path : List.of("/ping/../Users/get", "/admin/%2e%2e/connect", "/health/../../Users/get")) {
            assertThat(TWO.serves(ADMIN, "GET", path)).as(path).isFalse();
        }
    }
}
