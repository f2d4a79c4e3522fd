package io.turnpike.thrift.idl;

import java.util.List;
import java.util.stream.Collectors;

/** An IDL cannot be used; carries every fault that was found, in the order of the text. */
public final class IdlException extends Exception {

    private final transient List<Diagnostic> diagnostics;

    /**
     * @param diagnostics every fault found
     * @throws IllegalArgumentException if there is none
     */
    public IdlException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        if (diagnostics.isEmpty()) {
            throw new IllegalArgumentException("diagnostics: empty (expected: at least one)");
        }
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** Every fault, in the order of the text; never empty. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
