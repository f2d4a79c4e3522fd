package io.turnpike.gateway.upstream.thrift;

import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.server.DeclaredException;
import io.turnpike.thrift.server.SchemaProcessor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code service Echo}: string echo(1: string text), void nothing(), oneway void tell(), string fail() throws (1: Teapot t). */
final class EchoService {

    static final StructSchema TEAPOT = teapot();
    static final MethodTranscoder ECHO = method("echo", Optional.of(BaseType.STRING), false, text());
    static final MethodTranscoder NOTHING = method("nothing", Optional.empty(), false);
    static final MethodTranscoder TELL = method("tell", Optional.empty(), true);
    static final MethodTranscoder FAIL = method("fail", Optional.of(BaseType.STRING), false);
    static final MethodTranscoder CRASH = method("crash", Optional.of(BaseType.STRING), false);

    private EchoService() {}

    /** The same method as servers that speak this dialect understand it. */
    static MethodTranscoder in(Dialect dialect, MethodTranscoder method) {
        return new MethodTranscoder(
                method.method(),
                MappingOptions.DEFAULTS,
                dialect.protocol(),
                dialect.namePrefix().orElse(null));
    }

    static CallInput body(String json) {
        return CallInput.ofBody(json.getBytes(StandardCharsets.UTF_8));
    }

    static SchemaProcessor processor(AtomicInteger calls) {
        Map<String, MethodSchema> methods = new LinkedHashMap<>();
        for (MethodTranscoder each : List.of(ECHO, NOTHING, TELL, FAIL, CRASH)) {
            methods.put(each.method().name(), each.method());
        }
        return new SchemaProcessor(
                new ServiceSchema("Echo", methods, Map.of(), ""),
                Map.of(
                        "echo",
                        arguments -> {
                            calls.incrementAndGet();
                            return arguments.text("text");
                        },
                        "nothing",
                        arguments -> null,
                        "tell",
                        arguments -> {
                            calls.incrementAndGet();
                            return null;
                        },
                        "fail",
                        arguments -> {
                            throw new DeclaredException("Teapot", Map.of("reason", "short and stout"));
                        },
                        "crash",
                        arguments -> {
                            throw new IllegalStateException("crashed");
                        }));
    }

    private static StructSchema teapot() {
        StructSchema struct =
                new StructSchema("Teapot", StructSchema.Kind.EXCEPTION, Map.of("api.http_code", "418"), "");
        struct.complete(List.of(FieldSchema.of(1, "reason", Requiredness.DEFAULT, BaseType.STRING)));
        return struct;
    }

    private static FieldSchema text() {
        return FieldSchema.of(1, "text", Requiredness.DEFAULT, BaseType.STRING);
    }

    private static MethodTranscoder method(
            String name,
            Optional<io.turnpike.thrift.schema.ThriftType> returnType,
            boolean oneway,
            FieldSchema... arguments) {
        List<FieldSchema> exceptions =
                oneway ? List.of() : List.of(FieldSchema.of(1, "teapot", Requiredness.DEFAULT, TEAPOT));
        return new MethodTranscoder(
                new MethodSchema(
                        name,
                        StructSchema.of(name + "_args", StructSchema.Kind.STRUCT, List.of(arguments)),
                        returnType,
                        exceptions,
                        oneway,
                        Map.of(),
                        ""),
                MappingOptions.DEFAULTS);
    }
}
