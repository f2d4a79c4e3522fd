package io.turnpike.launch;

import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Standard output without the one line that Payara 6 prints, past its log, each time that it stops. Safe for use by several threads. */
final class QuietStream extends PrintStream {

    private static final String LEFT_OVER = "JdbcRuntimeExtension,  getAllSystemRAResourcesAndPools";

    QuietStream(PrintStream out, Charset charset) {
        super(out, true, charset);
    }

    @Override
    public void println(@Nullable String line) {
        if (line == null || !line.startsWith(LEFT_OVER)) {
            super.println(line);
        }
    }
}
