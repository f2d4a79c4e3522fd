package io.turnpike.thrift.idl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the faults of one compilation, at most {@value #MAX_PER_FILE} of each text and one at each place. Not
 * thread-safe.
 */
public final class FaultCollector {

    /** How many faults of one text are kept. */
    public static final int MAX_PER_FILE = 100;

    private record Fault(int offset, String message) {}

    private static final class FileFaults {
        private final List<Fault> faults = new ArrayList<>();
        private final Set<Integer> offsets = new HashSet<>();
    }

    private final Map<SourceText, FileFaults> byFile = new LinkedHashMap<>();

    /** Makes a text known, so that faults are listed in the order in which the texts were opened. */
    public void open(SourceText source) {
        byFile.computeIfAbsent(source, key -> new FileFaults());
    }

    /** Adds a fault; ignored when its text has its fill or already has a fault at this place. */
    public void add(SourceText source, int offset, String message) {
        FileFaults file = byFile.computeIfAbsent(source, key -> new FileFaults());
        if (file.faults.size() < MAX_PER_FILE && file.offsets.add(offset)) {
            file.faults.add(new Fault(offset, message));
        }
    }

    /** Whether this text has as many faults as are kept. */
    public boolean isFull(SourceText source) {
        FileFaults file = byFile.get(source);
        return file != null && file.faults.size() >= MAX_PER_FILE;
    }

    /**
     * Ends the compilation if anything was found.
     *
     * @throws IdlException if there is at least one fault; lists them text by text, each in the order of the text
     */
    public void throwIfAny() throws IdlException {
        List<Diagnostic> diagnostics = new ArrayList<>();
        byFile.forEach((source, file) -> file.faults.stream()
                .sorted(Comparator.comparingInt(Fault::offset))
                .forEach(fault -> diagnostics.add(source.diagnostic(fault.offset(), fault.message()))));
        if (!diagnostics.isEmpty()) {
            throw new IdlException(diagnostics);
        }
    }
}
