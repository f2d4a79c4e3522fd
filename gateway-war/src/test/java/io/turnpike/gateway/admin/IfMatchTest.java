package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"\"42\"", " \"42\" ", "*", "\"41\", \"42\"", "\"a\",,\"42\",", ",\"42\"", "W/\"41\" , \"42\""})
    void require_namesTheRevision_passes(String header) throws Exception {
        IfMatch condition = IfMatch.of(List.of(header));
        assertThatCode(() -> condition.require(42)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"41\"", "\"\"", "\"042\"", "W/\"42\"", "\"a,b\""})
    void require_namesAnother_is412WithTheCurrentOne(String header) throws Exception {
        IfMatch condition = IfMatch.of(List.of(header));
        GatewayException refused = Problems.of(() -> condition.require(42));
        assertThat(refused.error()).isEqualTo(GatewayError.PRECONDITION_FAILED);
        assertThat(refused.headers()).containsEntry("ETag", "\"42\"");
        assertThat(refused.detail()).contains("revision 42", header);
    }

    @Test
    void require_weakTagOfTheRevision_saysWhyItDoesNotMatch() throws Exception {
        IfMatch condition = IfMatch.of(List.of("W/\"42\""));
        assertThat(Problems.of(() -> condition.require(42)).detail()).contains("a weak tag never matches");
    }

    @Test
    void of_noHeader_isNoCondition() throws Exception {
        assertThat(IfMatch.of(List.of())).isEqualTo(IfMatch.NONE);
        assertThatCode(() -> IfMatch.NONE.require(7)).doesNotThrowAnyException();
    }

    @Test
    void of_severalLines_areOneList() throws Exception {
        IfMatch condition = IfMatch.of(List.of("\"1\"", "\"42\""));
        assertThatCode(() -> condition.require(42)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "42",
                "\"42",
                "42\"",
                "'42'",
                "w/\"42\"",
                "W/42",
                "\"4 2\"",
                "\"42\" \"43\"",
                "*, \"42\"",
                "\"42\"x",
                "\"42\", x"
            })
    void of_noEntityTag_is400(String header) {
        GatewayException refused = Problems.of(() -> IfMatch.of(List.of(header)));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_REQUEST);
        assertThat(refused.detail()).startsWith("If-Match: ").contains("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void dryRun_asItIsWritten_isTaken(String value) throws Exception {
        assertThat(Terms.dryRun(Map.of("dryRun", List.of(value), "ownerid", List.of("x"))))
                .isEqualTo(value.equals("true"));
        assertThat(Terms.dryRun(Map.of())).isFalse();
    }

    /** What was only to be tried must not be made because of a typing error. */
    @ParameterizedTest
    @ValueSource(
            strings = {"dryrun=true", "dry-run=true", "DRY_RUN=true", "dryRun=", "dryRun=1", "dryRun=TRUE", "dryRun=yes"
            })
    void dryRun_typingError_is400(String parameter) {
        String[] parts = parameter.split("=", -1);
        assertThat(Problems.of(() -> Terms.dryRun(Map.of(parts[0], List.of(parts[1]))))
                        .detail())
                .contains("expected: dryRun=true or dryRun=false");
        assertThat(Problems.of(() -> Terms.dryRun(Map.of("dryRun", List.of("true", "true"))))
                        .detail())
                .isEqualTo("The query parameter dryRun is given 2 times (expected: once)");
    }
}
