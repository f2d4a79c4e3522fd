package io.turnpike.gateway.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionFileTest {

    private static VersionFile parse(String text) throws PullException {
        return VersionFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parse_asBloomGatewayWritesIt_namesTheModules() throws Exception {
        VersionFile file = parse("{\"nginx_conf\": \"20160101.120000\", \"modules\": {\"access\": {\"ratelimiter\":"
                + " \"20160101.120000\", \"access\": \"no_version\"}, \"error\": {\"fallback\": \"7\"}}}");
        assertThat(file.modules().values())
                .containsExactly(
                        new PulledModule("access", "access", "no_version"),
                        new PulledModule("fallback", "error", "7"),
                        new PulledModule("ratelimiter", "access", "20160101.120000"));
        assertThat(file.modules().get("fallback").path()).isEqualTo("modules/error/fallback/7/fallback.rules");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"modules\": {\"access\"                  | version.json is not well-formed JSON near line 1, column 22",
                "``                                         | version.json is empty (expected: JSON)",
                "[]                                         | version.json at its root: is no object",
                "{}                                         | version.json at /modules: is missing",
                "{\"modules\": {\"access\": []}}             | version.json at /modules/access: is no object",
                "{\"modules\": {\"access\": {\"access\": 7}}} | version.json at /modules/access/access: the version is no text",
                "{\"modules\": {\"access\": {\"access\": \"..\"}}} | version.json at /modules/access/access: \"..\" cannot be part",
                "{\"modules\": {\"access\": {\"access\": \"a/b\"}}} | version.json at /modules/access/access: \"a/b\" cannot be part",
                "{\"modules\": {\"access\": {\"../x\": \"1\"}}} | version.json at /modules/access/../x: \"../x\" cannot be part",
                "{\"modules\": {\"..\": {}}}                | version.json at /modules/..: \"..\" cannot be part",
                "{\"modules\": {}, \"modules\": {}}         | version.json is not well-formed JSON near line 1, column 29: Duplicate key",
                "{\"modules\": {\"access\": {\"x\": \"1\"}, \"log\": {\"x\": \"1\"}}} | version.json at /modules/log/x: the plugin is named in the phase access, too"
            })
    void parse_anythingElse_isRefusedWithThePlace(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(PullException.class)
                .message()
                .startsWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "20160101.115959, 20160101.120000, true",
        "20160101.120000, 20160101.120000, false",
        "20160101.120001, 20160101.120000, false",
        "20151231.235959, 20160101.000000, true",
        "9, 10, true",
        "10, 9, false",
        "007, 7, false",
        "007, 8, true",
        "1.2.9, 1.2.10, true",
        "2016-01-31, 2016-02-01, true",
        "1.2, 1.2.1, false",
        "1.2, 1-3, false",
        "a1, a2, false",
        "b, a, false",
        "99999999999999999999999998, 99999999999999999999999999, true",
        "no_version, 1, false",
        "no_version, abc, false",
        "no_version, no_version, false",
        "1, no_version, false"
    })
    void older_versions_whereTheyHaveAnOrder(String version, String than, boolean older) {
        assertThat(VersionOrder.older(version, than)).isEqualTo(older);
    }
}
