package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{} {}",
                "7 7",
                "{}]",
                "[]x",
                "nul",
                "",
                "  ",
                "{\"a\":\"\n\"}"
            })
    void read_brokenJson_is400(String text) {
        assertThat(Problems.of(() -> Requests.json(text)).error().status()).isEqualTo(400);
    }

    @Test
    void read_brokenJson_saysWhere() {
        GatewayException problem = Problems.of(() -> Requests.json("{\n  \"a\": x\n}"));
        assertThat(problem.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(2));
    }

    @Test
    void read_truncatedJson_pointsBehindItsEnd() {
        GatewayException problem = Problems.of(() -> Requests.json("[\n{\"OwnerName\":\"x\""));
        assertThat(problem.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(2);
            assertThat(fault.column()).isEqualTo(17);
        });
    }

    @Test
    void read_nestedTooDeep_is400() {
        String text = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(Problems.of(() -> Requests.json(text)).error().status()).isEqualTo(400);
    }

    @Test
    void read_bodyOverTheLimit_is413() throws Exception {
        assertThat(read("[12]".getBytes(StandardCharsets.UTF_8), "application/json", 4))
                .isNotNull();
        assertThat(Problems.of(() -> read("[123]".getBytes(StandardCharsets.UTF_8), "application/json", 4))
                        .error()
                        .status())
                .isEqualTo(413);
    }

    @Test
    void read_invalidUtf8_is400() {
        byte[] bytes = {'"', (byte) 0xC3, '"'};
        assertThat(Problems.of(() -> read(bytes, "application/json", 9)).error().status())
                .isEqualTo(400);
    }

    @Test
    void read_otherContentType_is415AndWithoutOneIsJson() throws Exception {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(Problems.of(() -> read(body, "application/x-www-form-urlencoded", 9))
                        .error()
                        .status())
                .isEqualTo(415);
        assertThat(read(body, null, 9)).isNotNull();
        assertThat(read(body, "application/json; charset=utf-8", 9)).isNotNull();
    }

    @Test
    void read_bodyThatBreaksOff_is400() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThat(Problems.of(() -> JsonBody.read(broken, null, 9)).error().status())
                .isEqualTo(400);
    }

    private static Object read(byte[] body, String contentType, int limit) throws GatewayException {
        return JsonBody.read(new ByteArrayInputStream(body), contentType, limit);
    }

    @Test
    void readAlsoForm_bodyThatSaysItIsAForm_isReadAsJson() throws Exception {
        for (String type : new String[] {
            "application/x-www-form-urlencoded", "Application/X-WWW-Form-URLEncoded; charset=utf-8", "application/json"
        }) {
            InputStream body = new ByteArrayInputStream("\n[1]\n".getBytes(StandardCharsets.UTF_8));
            assertThat(JsonBody.readAlsoForm(body, type, 100)).hasToString("[1]");
        }
        InputStream text = new ByteArrayInputStream("[1]".getBytes(StandardCharsets.UTF_8));
        assertThat(Problems.of(() -> JsonBody.readAlsoForm(text, "text/plain", 100))
                        .error())
                .isEqualTo(GatewayError.UNSUPPORTED_MEDIA_TYPE);
    }
}
