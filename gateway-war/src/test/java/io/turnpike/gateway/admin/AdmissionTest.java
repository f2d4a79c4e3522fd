package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

    private static RegisteredService service(String... urls) throws Exception {
        StringBuilder servers = new StringBuilder();
        for (String url : urls) {
            servers.append(servers.isEmpty() ? "" : ",")
                    .append("{\"ServerUrl\":\"")
                    .append(url)
                    .append("\",\"Port\":8000}");
        }
        String service = "{\"ServiceName\":\"S\",\"IdlContent\":\" \",\"RegisteredServers\":[" + servers + "]}";
        return Requests.registration(Requests.owner("a", service))
                .owners()
                .get(0)
                .registeredServices()
                .get(0);
    }

    @Test
    void admit_any_takesEveryAddress() throws Exception {
        assertThat(new Admission(false, List.of()).admit(service(), "10.1.2.3", 1))
                .isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9999,localhost",
        "LOCALHOST,localhost",
        "http://user@my_server/path,my_server",
        "http://[::1]:8000,0:0:0:0:0:0:0:1",
        "10.0.0.1,10.0.0.1",
        "[fd00::1],fd00:0:0:0:0:0:0:1"
    })
    void admit_registered_takesListedServersHoweverWritten(String url, String address) throws Exception {
        Admission admission = new Admission(true, List.of());
        assertThat(admission.admit(service("http://other", url), address, 8000)).isEqualTo(address);
        assertThat(Problems.of(() -> admission.admit(service(url), address, 8001))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
        assertThat(Problems.of(() -> admission.admit(service("http://other"), address, 8000))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
    }

    @Test
    void admit_urlThatIsNone_matchesNothing() throws Exception {
        Admission admission = new Admission(true, List.of());
        assertThat(Problems.of(() -> admission.admit(service("http://[", "://", "http://"), "h", 8000))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "10.0.0.128/25,10.0.0.127,false",
        "10.0.0.128/25,10.0.0.128,true",
        "0.0.0.0/0,1.2.3.4,true",
        "192.168.1.5,192.168.1.5,true",
        "192.168.1.5,192.168.1.6,false",
        "fd00::/8,fd12:0:0:0:0:0:0:1,true",
        "fd00::/8,fe80:0:0:0:0:0:0:1,false",
        "0.0.0.0/0,fd12:0:0:0:0:0:0:1,false"
    })
    void admit_networks_takesWhatLiesWithin(String network, String address, boolean admitted) throws Exception {
        Admission admission = new Admission(false, List.of(network));
        if (admitted) {
            assertThat(admission.admit(service(), address, 1)).isEqualTo(address);
            admission.admitAgain(service(), address, 1);
        } else {
            assertThat(Problems.of(() -> admission.admit(service(), address, 1)).error())
                    .isEqualTo(GatewayError.FORBIDDEN);
            assertThat(Problems.of(() -> admission.admitAgain(service(), address, 1))
                            .error())
                    .isEqualTo(GatewayError.FORBIDDEN);
        }
    }

    @Test
    void admitAgain_networksAndRegisteredOnly_requiresBoth() throws Exception {
        Admission admission = new Admission(true, List.of("127.0.0.0/8", "::1"));
        String address = admission.admit(service("http://localhost"), "localhost", 8000);
        admission.admitAgain(service("http://localhost"), address, 8000);
        admission.admitAgain(
                service("http://" + (address.contains(":") ? "[" + address + "]" : address)), address, 8000);
        admission.admitAgain(service("http://no-such-name.invalid"), address, 8000);
        for (RegisteredService without :
                List.of(service(), service("http://10.1.1.1"), service("http://10.1.1.1", "http://[::2]"))) {
            assertThat(Problems.of(() -> admission.admitAgain(without, address, 8000))
                            .error())
                    .isEqualTo(GatewayError.FORBIDDEN);
        }
        assertThat(Problems.of(() -> admission.admitAgain(service("http://localhost"), address, 8001))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
    }

    @Test
    void admit_nameWithinNetworks_isKnownByItsAddress() throws Exception {
        assertThat(new Admission(false, List.of("127.0.0.0/8", "::1")).admit(service(), "localhost", 1))
                .isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "example.com/8", "10.0.0.0/x", "10.0.0.0/-1", "10.0.0/8"})
    void new_networkThatIsNone_isRefusedByName(String network) {
        assertThatThrownBy(() -> new Admission(false, List.of(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(network);
    }

    @Test
    void admitAgain_nameSinceBeforeNetworksWereRestricted_isKnownByItsAddressFromThenOn() throws Exception {
        Map<String, String> names = new HashMap<>(Map.of("asset-1", "10.0.0.7"));
        Admission admission = new Admission(false, List.of("10.0.0.0/8"), lookUp(names));
        assertThat(admission.admitAgain(service(), "asset-1", 1)).isEqualTo("10.0.0.7");
        names.put("asset-1", "192.168.0.1");
        assertThat(Problems.of(() -> admission.admitAgain(service(), "asset-1", 1))
                        .error())
                .isEqualTo(GatewayError.FORBIDDEN);
        assertThat(new Admission(false, List.of(), lookUp(names)).admitAgain(service(), "asset-1", 1))
                .isEqualTo("asset-1");
    }

    @Test
    void admitAgain_nameThatCannotBeLookedUp_is503WithRetryAfter() throws Exception {
        Admission admission = new Admission(false, List.of("10.0.0.0/8"), lookUp(Map.of()));
        GatewayException away = Problems.of(() -> admission.admitAgain(service(), "asset-1", 1));
        assertThat(away.error()).isEqualTo(GatewayError.LOOKUP_FAILED);
        assertThat(away.headers()).containsKey("Retry-After");
        assertThat(Problems.of(() -> admission.admit(service(), "asset-1", 1)).error())
                .as("at the first connect somebody has mistyped it")
                .isEqualTo(GatewayError.FORBIDDEN);
    }

    static Admission.Resolver lookUp(Map<String, String> names) {
        return host -> {
            String address = names.getOrDefault(host, host);
            if (!address.matches("[0-9.]+")) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByName(address)};
        };
    }
}
