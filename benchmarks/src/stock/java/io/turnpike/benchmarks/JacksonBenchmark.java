package io.turnpike.benchmarks;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.turnpike.benchmarks.stock.Nesting;
import io.turnpike.benchmarks.stock.Simple;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one would write otherwise: Jackson to and from the classes that the Apache compiler generates, and libthrift. Mapper,
 * reader, writer, serializer and deserializer are used again. Jackson goes by the public fields, which have the names of the
 * IDL; that is faster than by getters and setters, and needs no mixin.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JacksonBenchmark {

    @Param
    public Payload payload = Payload.SMALL;

    private final ObjectMapper mapper = new ObjectMapper()
            .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, Visibility.PUBLIC_ONLY);
    private @Nullable TSerializer serializer;
    private @Nullable TDeserializer deserializer;
    private ObjectReader reader = mapper.readerFor(Simple.class);
    private ObjectWriter writer = mapper.writerFor(Simple.class);
    private byte[] json = payload.json();
    private byte[] thrift = payload.thrift();

    @Setup
    public void prepare() throws TException {
        serializer = new TSerializer(new TBinaryProtocol.Factory());
        deserializer = new TDeserializer(new TBinaryProtocol.Factory());
        Class<?> type = empty().getClass();
        reader = mapper.readerFor(type);
        writer = mapper.writerFor(type);
        json = payload.json();
        thrift = payload.thrift();
    }

    /** The struct in the binary protocol. */
    @Benchmark
    public byte[] jsonToThrift() throws IOException, TException {
        TBase<?, ?> value = reader.readValue(json);
        return Objects.requireNonNull(serializer).serialize(value);
    }

    @Benchmark
    public byte[] thriftToJson() throws IOException, TException {
        TBase<?, ?> value = empty();
        Objects.requireNonNull(deserializer).deserialize(value, thrift);
        return writer.writeValueAsBytes(value);
    }

    private TBase<?, ?> empty() {
        return switch (payload) {
            case SMALL -> new Simple();
            case MEDIUM -> new Nesting();
        };
    }
}
