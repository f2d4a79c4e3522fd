package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TType;

/**
 * Runs one example of {@code docs/json-mapping.md}: an IDL, then lines that begin with a word. Bytes are read and written by
 * libthrift. See "How to read the examples" there.
 */
final class DocExample implements RequestValues {

    private static final Pattern STEP =
            Pattern.compile("(options|status|path|query|header|cookie|request|thrift|reply|sets|fault)(?:\\s+(.*))?");
    private static final Pattern DECLARED = Pattern.compile("(?m)^(?:struct|union)\\s+(\\w+)");
    private static final int SEQUENCE_ID = 9;

    private final boolean wrapped;
    private final MethodSchema method;
    private final List<List<String>> steps = new ArrayList<>();

    private MappingOptions options = MappingOptions.DEFAULTS;
    private final Map<String, Integer> statuses = new HashMap<>();
    private List<Parameter> path = new ArrayList<>();
    private List<Parameter> query = new ArrayList<>();
    private final List<Parameter> headers = new ArrayList<>();
    private final List<Parameter> cookies = new ArrayList<>();

    private DocExample(String text) throws Exception {
        StringBuilder idl = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            Matcher step = STEP.matcher(line);
            if (step.matches()) {
                String rest = step.group(2);
                steps.add(List.of(step.group(1), rest == null ? "" : rest.strip()));
            } else if (steps.isEmpty()) {
                idl.append(line).append('\n');
            } else if (line.startsWith(" ")) {
                List<String> last = steps.remove(steps.size() - 1);
                steps.add(List.of(last.get(0), last.get(1) + ' ' + line.strip()));
            } else {
                assertThat(line).as("a line after the first step").isBlank();
            }
        }
        wrapped = !idl.toString().contains("service ");
        if (wrapped) {
            String last = "";
            for (Matcher declared = DECLARED.matcher(idl); declared.find(); ) {
                last = declared.group(1);
            }
            idl.append("service Example { ")
                    .append(last)
                    .append(" call(1: ")
                    .append(last)
                    .append(" value) }");
        }
        List<ServiceSchema> services =
                ThriftSchema.compile(IdlSources.of(idl.toString())).services();
        ServiceSchema service = services.get(services.size() - 1);
        method = service.methods().values().iterator().next();
    }

    static void run(String text) throws Exception {
        DocExample example = new DocExample(text);
        assertThat(example.steps.size()).as("steps").isGreaterThan(1);
        example.run();
    }

    private void run() throws Exception {
        Wire.Struct given = null;
        for (int i = 0; i < steps.size(); i++) {
            String rest = steps.get(i).get(1);
            switch (steps.get(i).get(0)) {
                case "options" -> options = options(rest);
                case "status" -> {
                    Parameter status = pair(rest, "=");
                    statuses.put(status.name(), Integer.valueOf(status.value()));
                }
                case "path" -> path.add(pair(rest, "="));
                case "header" -> headers.add(pair(rest, ": "));
                case "cookie" -> cookies.add(pair(rest, "="));
                case "query" -> {
                    for (String part : rest.split("&", -1)) {
                        query.add(pair(part, "="));
                    }
                }
                case "request" -> {
                    boolean refused = following(i, "fault");
                    request(
                            rest,
                            refused ? faults(i + 1) : List.of(),
                            refused ? "" : steps.get(i + 1).get(1));
                }
                case "thrift" -> {
                    given = WireText.struct(rest);
                    if (following(i, "fault")) {
                        Wire.Struct refused = given;
                        ProtocolException e =
                                catchThrowableOfType(ProtocolException.class, () -> read(refused, new ByteSink(16)));
                        assertThat(e).as("the reply is refused").isNotNull();
                        assertThat(String.valueOf(e.getMessage()).replaceAll(" at byte \\d+$", ""))
                                .isEqualTo(steps.get(i + 1).get(1));
                    }
                }
                case "reply" -> reply(given, rest, i);
                default -> assertThat(steps.get(i).get(0)).isIn("fault", "sets");
            }
        }
    }

    private boolean following(int step, String word) {
        return step + 1 < steps.size() && steps.get(step + 1).get(0).equals(word);
    }

    private List<String> faults(int from) {
        List<String> faults = new ArrayList<>();
        for (int i = from; i < steps.size() && steps.get(i).get(0).equals("fault"); i++) {
            faults.add(steps.get(i).get(1).replaceFirst("\\s+", " "));
        }
        return faults;
    }

    private void request(String json, List<String> faults, String thrift) throws Exception {
        byte[] body = (json.equals("(no body)") ? "" : json).getBytes(StandardCharsets.UTF_8);
        CallInput input = new CallInput(body, 0, body.length, path, query, this);
        MethodTranscoder transcoder = new MethodTranscoder(method, options);
        ByteSink out = new ByteSink(16);
        List<String> found = new ArrayList<>();
        try {
            transcoder.writeCall(SEQUENCE_ID, input, out);
        } catch (JsonMappingException e) {
            e.faults()
                    .forEach(fault -> found.add(
                            (fault.pointer().isEmpty() ? "(body)" : fault.pointer()) + ' ' + fault.message()));
        }
        assertThat(found).as("faults of " + json).isEqualTo(faults);
        if (faults.isEmpty()) {
            Wire.Struct arguments = Wire.read(out.toByteArray()).body();
            Object sent = wrapped ? arguments.fields().get((short) 1).content() : arguments;
            assertThat(sent).as("what libthrift reads of " + json).isEqualTo(WireText.struct(thrift));
        }
        path = new ArrayList<>();
        query = new ArrayList<>();
        headers.clear();
        cookies.clear();
    }

    private void reply(Wire.Struct given, String expected, int step) throws ProtocolException {
        ByteSink json = new ByteSink(16);
        Reply reply = read(given, json);
        String text = new String(json.toByteArray(), StandardCharsets.UTF_8);
        assertThat((reply.status() == 0 ? "" : reply.status() + " ")
                        + (reply.kind() == Reply.Kind.VOID ? "(void)" : text))
                .isEqualTo(expected);
        List<Parameter> set = new ArrayList<>();
        for (int i = step + 1; i < steps.size() && steps.get(i).get(0).equals("sets"); i++) {
            set.add(pair(steps.get(i).get(1), ": "));
        }
        assertThat(reply.headers()).isEqualTo(set);
    }

    private Reply read(Wire.Struct given, ByteSink json) throws ProtocolException {
        Wire.Struct result = wrapped ? Wire.Struct.of(0, new Wire.Value(TType.STRUCT, given)) : given;
        byte[] bytes = Wire.write(method.name(), TMessageType.REPLY, SEQUENCE_ID, result);
        return new MethodTranscoder(method, options)
                .withExceptionStatus(statuses)
                .readReply(bytes, 0, bytes.length, SEQUENCE_ID, json);
    }

    private static MappingOptions options(String names) {
        List<String> on = List.of(names.split(",\\s*"));
        assertThat(on).isSubsetOf("RejectUnknownFields", "Int64AsText", "NonFiniteAsNull", "EnumAsNumber");
        return new MappingOptions(
                on.contains("RejectUnknownFields"),
                on.contains("Int64AsText"),
                on.contains("NonFiniteAsNull"),
                on.contains("EnumAsNumber"),
                MappingOptions.DEFAULTS.jsonBytes(),
                64,
                ProtocolLimits.DEFAULTS);
    }

    private static Parameter pair(String text, String separator) {
        int at = text.indexOf(separator);
        assertThat(at).as("'" + separator + "' in " + text).isPositive();
        return new Parameter(text.substring(0, at), text.substring(at + separator.length()));
    }

    @Override
    public List<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Parameter::value)
                .toList();
    }

    @Override
    public List<String> cookie(String name) {
        return cookies.stream()
                .filter(cookie -> cookie.name().equals(name))
                .map(Parameter::value)
                .toList();
    }
}
