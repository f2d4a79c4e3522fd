package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.schema.ThriftSchema;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdlMemoryTest {

    private static final String IDL = "include \"b\"\nservice A { b.T get() }";

    private static IdlSources sources(String included) {
        return new IdlSources("m", new String(IDL.toCharArray()), Map.of("b", new String(included.toCharArray())));
    }

    @Test
    void schema_equalTexts_isReadOnce() throws Exception {
        IdlMemory memory = new IdlMemory();
        ThriftSchema first = memory.schema(sources("struct T {}"));
        assertThat(memory.schema(sources("struct T {}"))).isSameAs(first);
        assertThat(memory.schema(sources("struct T { 1: string x }"))).isNotEqualTo(first);
    }

    @Test
    void schema_brokenText_isRefusedEachTime() {
        IdlMemory memory = new IdlMemory();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> memory.schema(sources("struct {"))).isInstanceOf(IdlException.class);
        }
    }
}
