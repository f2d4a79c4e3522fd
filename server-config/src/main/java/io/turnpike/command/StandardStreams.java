package io.turnpike.command;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** {@code -}: the configuration from standard input, YAML or JSON as it begins, or to standard output, as YAML. */
final class StandardStreams implements ConfigPlace {

    /** How the command line names it. */
    static final String SIGN = "-";

    private final InputStream in;
    private final PrintStream out;

    StandardStreams(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public String name() {
        return "standard input";
    }

    @Override
    public Source read() throws CommandProblem {
        byte[] bytes;
        try {
            bytes = in.readNBytes((int) ConfigText.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new CommandProblem(name() + ": it cannot be read: " + e.getMessage());
        }
        if (bytes.length > ConfigText.MAX_BYTES) {
            throw ConfigText.tooLarge(name());
        }
        boolean json = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .stripLeading()
                .startsWith("{");
        return ConfigText.read(name(), bytes, json ? new JsonFormat() : new YamlFormat());
    }

    @Override
    public boolean write(JsonValue value) throws CommandProblem {
        byte[] bytes = ConfigText.bytes(new YamlFormat().write(value));
        out.write(bytes, 0, bytes.length);
        out.flush();
        return true;
    }
}
