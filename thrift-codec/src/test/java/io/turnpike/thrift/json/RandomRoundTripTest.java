package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageScanner;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import io.turnpike.thrift.server.SchemaProcessor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random schemas with random values, each value made as JSON and as what libthrift holds: JSON → our bytes → libthrift → its
 * bytes → our JSON ends where it began, and every station agrees.
 */
@SuppressWarnings("EnumOrdinal") // picks any of them
class RandomRoundTripTest {

    private static final int ROUNDS = 1500;
    private static final String[] TEXTS = {
        "", "a", "\u00fc", "\uD83D\uDE00", "quote\"", "back\\", "line\n", "\u0000\u001f"
    };

    private record Sample(String json, Wire.Value wire) {}

    @ParameterizedTest
    @CsvSource({"BINARY,1", "BINARY,2", "BINARY,3", "COMPACT,1", "COMPACT,4", "COMPACT,5"})
    void anyValue_ofAnySchema_survivesTheWholeWay(ThriftProtocol protocol, long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            ThriftType type = type(random, 3);
            MethodSchema method = new MethodSchema(
                    "m" + round,
                    Schemas.struct("args", Schemas.field(1, "v", Requiredness.DEFAULT, new ListType(type))),
                    Optional.of(new ListType(type)),
                    List.of(),
                    false,
                    Map.of(),
                    "");
            MethodTranscoder transcoder = new MethodTranscoder(method, MappingOptions.DEFAULTS, protocol, null);
            int sequenceId = random.nextInt() >> random.nextInt(31);
            Sample sample = list(new ListType(type), random);

            ByteSink call = new ByteSink(1);
            transcoder.writeCall(sequenceId, Schemas.json("{\"v\":" + sample.json() + "}"), call);
            byte[] bytes = call.toByteArray();
            Wire.Message read = Wire.read(protocol, bytes);
            assertThat(read.body()).isEqualTo(Wire.Struct.of(1, sample.wire()));
            assertThat(Wire.write(protocol, method.name(), TMessageType.CALL, sequenceId, read.body()))
                    .isEqualTo(bytes);
            assertThat(MessageScanner.of(protocol, ProtocolLimits.DEFAULTS).scan(bytes, 0, bytes.length))
                    .isEqualTo(bytes.length);

            byte[] served = serve(protocol, method, bytes);
            assertThat(Wire.read(protocol, served).body()).isEqualTo(Wire.Struct.of(0, sample.wire()));
            ByteSink echoed = new ByteSink(1);
            transcoder.readReply(served, 0, served.length, sequenceId, echoed);
            assertThat(new String(echoed.array(), 0, echoed.size(), StandardCharsets.UTF_8))
                    .isEqualTo(sample.json());

            byte[] reply = Wire.write(
                    protocol, method.name(), TMessageType.REPLY, sequenceId, Wire.Struct.of(0, sample.wire()));
            ByteSink json = new ByteSink(1);
            transcoder.readReply(reply, 0, reply.length, sequenceId, json);
            assertThat(new String(json.array(), 0, json.size(), StandardCharsets.UTF_8))
                    .isEqualTo(sample.json());
        }
    }

    /** What a schema's server answers that gives back its argument. */
    private static byte[] serve(ThriftProtocol protocol, MethodSchema method, byte[] call) throws Exception {
        ServiceSchema service = new ServiceSchema("S", Map.of(method.name(), method), Map.of(), "");
        TMemoryInputTransport in = new TMemoryInputTransport(new TConfiguration(), call);
        TMemoryBuffer out = new TMemoryBuffer(64);
        new SchemaProcessor(service, Map.of(method.name(), arguments -> arguments.get("v")))
                .process(Wire.of(protocol, in), Wire.of(protocol, out));
        assertThat(in.getBytesRemainingInBuffer()).isZero();
        return Arrays.copyOf(out.getArray(), out.length());
    }

    private static ThriftType type(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 10 : 15);
        if (kind < 8) {
            return BaseType.values()[kind];
        }
        return switch (kind) {
            case 8, 9 -> Schemas.COLOR;
            case 10 -> new ListType(type(random, depth - 1));
            case 11 -> new SetType(type(random, 0));
            case 12 -> new MapType(type(random, random.nextInt(2)), type(random, depth - 1));
            default -> struct(random, depth - 1);
        };
    }

    private static StructSchema struct(Random random, int depth) {
        List<FieldSchema> fields = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Requiredness requiredness = Requiredness.values()[random.nextInt(3)];
            // As a field only: libthrift 0.25 refuses to read a container of uuid ("unrecognized type code").
            ThriftType type = random.nextInt(8) == 0 ? BaseType.UUID : type(random, depth);
            // Steps that fit the header of a compact field and steps that do not, also backwards.
            int id = (i * 7 + 1) * (random.nextInt(4) == 0 ? -900 : 1);
            fields.add(Schemas.field(id, "field" + i, requiredness, type));
        }
        return StructSchema.of("S" + random.nextInt(100), StructSchema.Kind.STRUCT, fields);
    }

    private static Sample sample(ThriftType type, Random random) {
        if (type instanceof StructSchema struct) {
            return struct(struct, random);
        }
        if (type instanceof ListType list) {
            return list(list, random);
        }
        if (type instanceof SetType set) {
            Map<String, Sample> distinct = samples(set.element(), random);
            return new Sample(
                    '[' + String.join(",", distinct.keySet()) + ']',
                    Wire.set(set.element().wireType(), wires(distinct.values())));
        }
        if (type instanceof MapType map) {
            return map(map, random);
        }
        if (type == Schemas.COLOR) {
            return random.nextBoolean() ? new Sample("\"GREEN\"", Wire.i32(2)) : new Sample("12345", Wire.i32(12345));
        }
        return base((BaseType) type, random);
    }

    private static Sample base(BaseType type, Random random) {
        return switch (type) {
            case BOOL -> {
                boolean value = random.nextBoolean();
                yield new Sample("" + value, Wire.bool(value));
            }
            case BYTE -> {
                byte value = (byte) random.nextInt();
                yield new Sample("" + value, Wire.i8(value));
            }
            case I16 -> {
                short value = (short) random.nextInt();
                yield new Sample("" + value, Wire.i16(value));
            }
            case I32 -> {
                int value = random.nextInt() >> random.nextInt(31);
                yield new Sample("" + value, Wire.i32(value));
            }
            case I64 -> {
                long value = random.nextLong() >> random.nextInt(63);
                yield new Sample("" + value, Wire.i64(value));
            }
            case DOUBLE -> {
                double value = random.nextInt(100_000) / 8.0;
                yield new Sample("" + value, Wire.dbl(value));
            }
            case STRING -> {
                String value = TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
                yield new Sample(quote(value), Wire.str(value));
            }
            case BINARY -> {
                byte[] value = new byte[random.nextInt(7)];
                random.nextBytes(value);
                int[] wide = new int[value.length];
                for (int i = 0; i < value.length; i++) {
                    wide[i] = value[i];
                }
                yield new Sample('"' + Base64.getEncoder().encodeToString(value) + '"', Wire.bin(wide));
            }
            case UUID -> {
                String value = new UUID(random.nextLong(), random.nextLong()).toString();
                yield new Sample('"' + value + '"', Wire.uuid(value));
            }
        };
    }

    private static Sample struct(StructSchema type, Random random) {
        List<Object> fields = new ArrayList<>();
        List<String> members = new ArrayList<>();
        for (FieldSchema field : type.fields()) {
            if (field.requiredness() == Requiredness.REQUIRED || random.nextInt(3) > 0) {
                Sample value = sample(field.type(), random);
                fields.add((int) field.id());
                fields.add(value.wire());
                members.add('"' + field.name() + "\":" + value.json());
            }
        }
        return new Sample('{' + String.join(",", members) + '}', Wire.struct(fields.toArray()));
    }

    private static Sample list(ListType type, Random random) {
        int count = count(random);
        List<String> json = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Sample element = sample(type.element(), random);
            samples.add(element);
            json.add(element.json());
        }
        return new Sample(
                '[' + String.join(",", json) + ']', Wire.list(type.element().wireType(), wires(samples)));
    }

    private static Sample map(MapType type, Random random) {
        Map<String, Sample> keys = samples(type.key(), random);
        boolean scalar = type.key() instanceof BaseType || type.key() == Schemas.COLOR;
        List<String> json = new ArrayList<>();
        List<Sample> both = new ArrayList<>();
        keys.forEach((text, key) -> {
            Sample value = sample(type.value(), random);
            both.add(key);
            both.add(value);
            if (scalar) {
                json.add((text.startsWith("\"") ? text : '"' + text + '"') + ':' + value.json());
            } else {
                json.add('[' + text + ',' + value.json() + ']');
            }
        });
        String joined = String.join(",", json);
        return new Sample(
                scalar ? '{' + joined + '}' : '[' + joined + ']',
                Wire.map(type.key().wireType(), type.value().wireType(), wires(both)));
    }

    /** Mostly few; now and then around the counts at which the compact protocol needs another byte. */
    private static int count(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> 13 + random.nextInt(5);
            case 1 -> 30;
            case 2 -> random.nextInt(20) == 0 ? 126 + random.nextInt(5) : 0;
            default -> random.nextInt(4);
        };
    }

    private static Map<String, Sample> samples(ThriftType type, Random random) {
        Map<String, Sample> distinct = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        int count = count(random);
        for (int i = 0; i < count; i++) {
            Sample sample = sample(type, random);
            // Sets of another order are the same key to a server in Java.
            char[] letters = sample.json().toCharArray();
            Arrays.sort(letters);
            if (type instanceof BaseType || seen.add(new String(letters))) {
                distinct.putIfAbsent(sample.json(), sample);
            }
        }
        return distinct;
    }

    private static Wire.Value[] wires(Iterable<Sample> samples) {
        List<Wire.Value> wires = new ArrayList<>();
        samples.forEach(sample -> wires.add(sample.wire()));
        return wires.toArray(Wire.Value[]::new);
    }

    private static String quote(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\u0000", "\\u0000")
                        .replace("\u001f", "\\u001f")
                + '"';
    }
}
