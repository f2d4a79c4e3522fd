package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {

    /** Tells what the argument is as an address. */
    static final class Question {
        private Question() {}

        public static void main(String[] arguments) {
            System.exit(IpLiteral.parse(arguments[0]) == null ? 7 : 8);
        }
    }

    @Test
    void parse_whatAResolverWouldTakeForAName_isNotLookedUp(@TempDir Path directory) throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "10.1.2.3 .:beef.de\n10.1.2.3 beef:.de\n");
        for (String name : List.of(".:beef.de", "beef:.de")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.net.hosts.file=" + hosts,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Question.class.getName(),
                            name)
                    .inheritIO()
                    .start();
            try {
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).as("%s is no address", name).isEqualTo(7);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void of_ipv4InIpv6_isTheBlockInIpv4() {
        assertThat(NetworkBlock.of("::ffff:10.0.0.0/104").contains(new byte[] {10, 1, 2, 3}))
                .isTrue();
        assertThat(NetworkBlock.of("::ffff:10.0.0.0/104").contains(new byte[] {11, 1, 2, 3}))
                .isFalse();
        assertThat(NetworkBlock.of("::ffff:10.0.0.1").contains(new byte[] {10, 0, 0, 1}))
                .isTrue();
        assertThatThrownBy(() -> NetworkBlock.of("::ffff:10.0.0.0/8")).hasMessageContaining("96 or more");
        assertThatThrownBy(() -> NetworkBlock.of("::ffff:10.0.0.0/129")).hasMessageContaining("no block");
        assertThatThrownBy(() -> NetworkBlock.of("10.0.0.0/104")).hasMessageContaining("no block");
    }

    @Test
    void ofHeader_whatIsNoHost_isNone() {
        for (String header : List.of(
                ".example.com",
                "a..example.com",
                "u:p@a.example.com",
                "u@a.example.com",
                "a b",
                "a/b.com",
                "..",
                ".",
                "a.com..")) {
            assertThat(HostPattern.ofHeader(header)).as(header).isNull();
        }
        assertThat(HostPattern.ofHeader("My_Host-1.Example.com.:80")).isEqualTo("my_host-1.example.com");
        assertThat(HostPattern.ofHeader("10.0.0.1:80")).isEqualTo("10.0.0.1");
    }
}
