package io.turnpike.benchmarks;

import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.JsonMappingException;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import java.util.concurrent.TimeUnit;
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

/** Ours: JSON to the message of a call, and the message of a reply to JSON, into a buffer that is used again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TurnpikeBenchmark {

    @Param
    public Payload payload = Payload.SMALL;

    private MethodTranscoder transcoder = payload.transcoder();
    private byte[] json = payload.json();
    private byte[] reply = payload.reply();
    private final ByteSink out = new ByteSink(16 << 10);

    @Setup
    public void prepare() {
        transcoder = payload.transcoder();
        json = payload.json();
        reply = payload.reply();
    }

    /** The call, in a buffer that the next invocation overwrites. */
    @Benchmark
    public ByteSink jsonToThrift() throws JsonMappingException {
        out.truncate(0);
        transcoder.writeCall(Payload.SEQUENCE_ID, CallInput.ofBody(json), out);
        return out;
    }

    /** The JSON, in a buffer that the next invocation overwrites. */
    @Benchmark
    public ByteSink thriftToJson() throws ProtocolException {
        out.truncate(0);
        transcoder.readReply(reply, 0, reply.length, Payload.SEQUENCE_ID, out);
        return out;
    }
}
