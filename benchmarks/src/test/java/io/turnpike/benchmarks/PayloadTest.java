package io.turnpike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PayloadTest {

    @Test
    void thrift_ofEachPayload_hasThePublishedSize() {
        assertThat(Payload.SMALL.thrift()).hasSize(114);
        assertThat(Payload.MEDIUM.thrift()).hasSize(6455);
    }

    @Test
    void json_ofSmall_isWhatTheMappingSays() {
        assertThat(new String(Payload.SMALL.json(), StandardCharsets.UTF_8))
                .isEqualTo("{\"ByteField\":127,\"I64Field\":9223372036854775807,\"DoubleField\":1.7976931348623157E308,"
                        + "\"I32Field\":2147483647,"
                        + "\"StringField\":\"你好,\\b\\n\\r\\t世界你好,\\b\\n\\r\\t世界\","
                        + "\"BinaryField\":\"AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=\"}");
    }

    @ParameterizedTest
    @EnumSource
    void turnpike_oneInvocation_translatesThePayload(Payload payload) throws Exception {
        TurnpikeBenchmark benchmark = new TurnpikeBenchmark();
        benchmark.payload = payload;
        benchmark.prepare();

        assertThat(benchmark.jsonToThrift().toByteArray()).isEqualTo(payload.call());
        assertThat(benchmark.thriftToJson().toByteArray()).isEqualTo(payload.json());
    }

    @Test
    void write_intoADirectory_writesEveryFile(@TempDir Path directory) throws Exception {
        PayloadFiles.write(directory.resolve("new"));

        assertThat(Files.readAllBytes(directory.resolve("new/medium.bin"))).isEqualTo(Payload.MEDIUM.thrift());
        assertThat(Files.readAllBytes(directory.resolve("new/medium.json"))).isEqualTo(Payload.MEDIUM.json());
        assertThat(Files.readString(directory.resolve("new/payloads.thrift"))).contains("struct Simple");
        assertThat(Arrays.stream(directory.resolve("new").toFile().list())).hasSize(5);
    }
}
