package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Four times the text costs about four times the memory, whatever the text; counted in allocated bytes, not in time. */
class IdlScalingTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SIZE = 3_000;
    /** For any text: what fault messages and growing tables cost. */
    private static final long BASE = 1 << 20;

    static Stream<Arguments> texts() {
        return Stream.of(
                text("structs", n -> numbered(n, "struct S# { 1: optional S@ s }")),
                text("fields", n -> "struct S {" + numbered(n, "#: i32 f#") + "}"),
                text("constants", n -> "const i32 C0 = 1\n" + numbered(n, "const i32 C# = C@")),
                text("typedefs", n -> "typedef i32 T0\n" + numbered(n, "typedef T@ T#")),
                text("services", n -> "service S0 {}\n" + numbered(n, "service S# extends S@ {}")),
                text("enums", n -> "enum E {" + numbered(n, "V#") + "}"),
                text("list", n -> "const list<i32> L = [" + "1,".repeat(n) + "]"),
                text("annotations", n -> "struct S {} (" + numbered(n, "a# = 'b'") + ")"),
                text("comments", n -> "/** a */ /* b */ // c\n".repeat(n)),
                text("defaults", n -> "struct S0 {}\n" + numbered(n, "struct S# { 1: optional S@ s = {} }")),
                text("unknown types", n -> numbered(n, "struct S# { 1: Gone# s }")),
                text("open brackets", n -> "struct S { 1: list<".repeat(n)),
                text("open braces", n -> "{[(<".repeat(n)),
                text("dotted names", n -> "struct S {" + numbered(n, "#: a.b.c.d.e.f.g.h f#") + "}"),
                text("typedef circle", n -> "typedef T" + n + " T0\n" + numbered(n, "typedef T@ T#")),
                text(
                        "doubling constants",
                        n -> "const list<i32> C0 = [1]\n" + numbered(n, "const list<list<i32>> C# = [C0, C0]")));
    }

    private static Arguments text(String name, IntFunction<String> ofSize) {
        return Arguments.of(name, ofSize);
    }

    private static String numbered(int count, String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(pattern.replace("#", String.valueOf(i)).replace("@", String.valueOf(i - 1)))
                    .append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void compile_fourTimesTheText_allocatesFourTimesAsMuch(String name, IntFunction<String> ofSize) {
        allocated(ofSize.apply(SIZE / 10));

        long small = allocated(ofSize.apply(SIZE));
        long large = allocated(ofSize.apply(4 * SIZE));

        assertThat(large).as(name).isLessThan(BASE + 6 * small);
    }

    private static long allocated(String text) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            ThriftSchema.compile(IdlSources.of(text));
        } catch (IdlException e) {
            assertThat(e.diagnostics()).isNotEmpty();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
