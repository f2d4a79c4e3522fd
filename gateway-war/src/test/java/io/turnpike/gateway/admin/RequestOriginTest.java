package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOriginTest {

    private static boolean local(String address, String host, String... headers) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                RequestOriginTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> address;
                    case "getServerName" -> host;
                    case "getHeaderNames" -> Collections.enumeration(List.of(headers));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return RequestOrigin.of(request).local();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1%lo", "::ffff:127.0.0.1"})
    void of_loopbackAddress_isLocal(String address) {
        assertThat(local(address, "localhost", "Host", "apikey", "Content-Type"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.2", "fe80::1", "localhost", "", "127.0.0.1.evil.com"})
    void of_otherAddress_isNotLocal(String address) {
        assertThat(local(address, "localhost")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "via",
                "X-Forwarded-For",
                "x-forwarded-for",
                "X-Forwarded-Anything",
                "X-Real-IP",
                "Origin",
                "Sec-Fetch-Site"
            })
    void of_forwardingOrBrowserHeader_isNotLocal(String header) {
        assertThat(local("127.0.0.1", "localhost", "Host", header)).isFalse();
    }

    @Test
    void of_hostThatMeansOtherMachinesElsewhere_isNotLocal() {
        assertThat(local("127.0.0.1", "rebound.example.com")).isFalse();
        assertThat(local("127.0.0.1", "10.0.0.1")).isFalse();
        assertThat(local("127.0.0.1", "LOCALHOST")).isTrue();
        assertThat(local("127.0.0.1", "127.0.0.1")).isTrue();
        assertThat(local("::1", "[::1]")).isTrue();
    }
}
