package io.turnpike.gateway.plugin.iprestriction;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import io.turnpike.gateway.routing.rule.NetworkBlock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpRestrictionPluginTest {

    private final IpRestrictionPlugin plugin = new IpRestrictionPlugin();

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, passes, refused, passes",
        "10.0.0.7, passes, passes, refused",
        "10.0.0.6, passes, refused, refused",
        "11.0.0.1, refused, refused, passes",
        "2001:db8::1, passes, refused, passes",
        "2001:DB8:0:0::1, passes, refused, passes",
        "2001:db9::1, refused, refused, passes",
        "::ffff:10.1.2.3, passes, refused, passes",
        "'', refused, refused, refused",
        "unknown, refused, refused, refused"
    })
    void access_tableOfAddresses(String client, String allowed, String one, String denied) throws Exception {
        PluginHandler allow = Plugins.configure(plugin, "{'Allow':['10.0.0.0/8','2001:db8::/32']}");
        PluginHandler single = Plugins.configure(plugin, "{'Allow':['10.0.0.7']}");
        PluginHandler deny = Plugins.configure(plugin, "{'Deny':['10.0.0.6/31']}");

        assertThat(word(allow, client)).isEqualTo(allowed);
        assertThat(word(single, client)).isEqualTo(one);
        assertThat(word(deny, client)).isEqualTo(denied);
    }

    @Test
    void configure_onlyEntryIsBad_thatIsTheOnlyFault() {
        assertThat(Plugins.faults(plugin, "{'Allow':['x']}"))
                .singleElement()
                .asString()
                .startsWith("/Allow/0");
    }

    @Test
    void access_allowedAndDenied_isRefused() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Allow':['10.0.0.0/8'],'Deny':['10.1.0.0/16']}");

        assertThat(word(handler, "10.1.2.3")).isEqualTo("refused");
        assertThat(word(handler, "10.2.2.3")).isEqualTo("passes");
        assertThat(word(handler, "11.2.2.3")).isEqualTo("refused");
    }

    @Test
    void contains_randomBlocks_areThoseThatContainTheAddressOneByOne() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            List<NetworkBlock> blocks = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                byte[] network = address(random);
                int bits = random.nextInt(network.length * 8 + 1);
                for (int bit = bits; bit < network.length * 8; bit++) {
                    network[bit / 8] &= (byte) ~(0x80 >> bit % 8);
                }
                blocks.add(NetworkBlock.of(InetAddress.getByAddress(network).getHostAddress() + "/" + bits));
            }
            AddressBlocks set = new AddressBlocks(blocks);
            for (int i = 0; i < 200; i++) {
                byte[] address = address(random);
                assertThat(set.contains(address))
                        .as("%s in %s", InetAddress.getByAddress(address), blocks)
                        .isEqualTo(blocks.stream().anyMatch(block -> block.contains(address)));
            }
        }
    }

    @Test
    void configure_noBlock_isTold() {
        assertThat(Plugins.faults(plugin, "{'Allow':['10.0.0.0/8','x'],'Deny':['10.0.0.1/8']}"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/Allow/1 \"x\" is no block of addresses"),
                        fault -> assertThat(fault).startsWith("/Deny/0 \"10.0.0.1/8\" has bits beyond"));
    }

    @Test
    void configure_noList_isTold() {
        assertThat(Plugins.faults(plugin, "{}"))
                .singleElement()
                .asString()
                .startsWith(" The configuration has neither");
    }

    private static String word(PluginHandler handler, String client) throws Exception {
        String word = Plugins.word(handler.access(FakeRequest.get("/").from(client)));
        assertThat(word).isIn("proceed", "403 Requests from this address are not allowed");
        return word.equals("proceed") ? "passes" : "refused";
    }

    /** Few different bytes, so that blocks contain some of them. */
    private static byte[] address(Random random) {
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) (random.nextInt(4) * 64 + random.nextInt(2));
        }
        address[0] |= 0x20;
        return address;
    }
}
