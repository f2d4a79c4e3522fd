package io.turnpike.gateway.persistence;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Everything that is logged in this process while this is open, down to the finest level, with what was thrown. */
public final class TestLog implements AutoCloseable {

    private final Logger root = Logger.getLogger("");
    private final @Nullable Level level = root.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String text = line.getParameters() == null
                    ? line.getMessage()
                    : MessageFormat.format(line.getMessage(), line.getParameters());
            StringBuilder all = new StringBuilder(line.getLevel() + " " + text);
            for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
                all.append(" / ").append(cause);
            }
            lines.add(all.toString());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private final List<Logger> chatty;

    /** Begins to listen. */
    public TestLog() {
        this(List.of());
    }

    private TestLog(List<Logger> chatty) {
        this.chatty = chatty;
        chatty.forEach(logger -> logger.setLevel(Level.ALL));
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
    }

    /** Begins to listen, also to what the driver says when somebody has asked it to tell everything. */
    static TestLog withDriver() {
        return new TestLog(List.of(Logger.getLogger("org.mongodb.driver")));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Those of warnings. */
    public List<String> warnings() {
        return lines.stream().filter(line -> line.startsWith("WARNING ")).toList();
    }

    @Override
    public void close() {
        chatty.forEach(logger -> logger.setLevel(Level.WARNING));
        root.setLevel(level);
        root.removeHandler(handler);
    }
}
