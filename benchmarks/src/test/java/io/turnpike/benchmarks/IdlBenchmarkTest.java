package io.turnpike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import org.junit.jupiter.api.Test;

final class IdlBenchmarkTest {

    @Test
    void text_of2000Lines_isNotMuchLonger() {
        assertThat(LargeIdl.ofLines(IdlBenchmark.LINES).lines().count()).isBetween(2000L, 2060L);
    }

    @Test
    void parseAndLink_oneInvocation_knowsEveryServiceAndMethod() throws Exception {
        ThriftSchema schema = new IdlBenchmark().parseAndLink();

        int services = schema.services().size();
        ServiceSchema last = schema.services().get(services - 1);
        assertThat(services).isGreaterThan(40);
        assertThat(last.methods()).hasSize(4 * services).containsKey("touch0");
    }
}
