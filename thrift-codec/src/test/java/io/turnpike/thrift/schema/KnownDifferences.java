package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.IdlException;
import java.util.regex.Pattern;

/** Where we differ from the compiler 0.17 on purpose, as docs/idl.md says, as far as generated texts get there. */
final class KnownDifferences {

    private static final Pattern SEPARATOR_AFTER_DEFINITION = Pattern.compile("}[^{}()]*[;,]");

    private KnownDifferences() {}

    /** Whether a text has what only we take. */
    static boolean lenient(String text) {
        return SEPARATOR_AFTER_DEFINITION.matcher(text).find();
    }

    /** Whether all faults are such that only we see them. */
    static boolean strict(IdlException faults) {
        return faults.diagnostics().stream()
                .allMatch(fault -> fault.message().contains("does not fit")
                        || fault.message().contains("a number after the sign"));
    }
}
