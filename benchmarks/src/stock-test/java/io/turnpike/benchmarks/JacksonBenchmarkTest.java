package io.turnpike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JacksonBenchmarkTest {

    private final ObjectMapper mapper = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void jackson_oneInvocation_translatesThePayload(Payload payload) throws Exception {
        JacksonBenchmark benchmark = new JacksonBenchmark();
        benchmark.payload = payload;
        benchmark.prepare();

        assertThat(benchmark.jsonToThrift()).hasSameSizeAs(payload.thrift());
        assertThat(mapper.readTree(benchmark.thriftToJson())).isEqualTo(mapper.readTree(payload.json()));
    }
}
