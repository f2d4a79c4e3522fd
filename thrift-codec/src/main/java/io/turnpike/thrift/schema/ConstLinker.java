package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.ConstValue;
import io.turnpike.thrift.idl.IdlParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives constants their values. A reference shares the value it refers to, and what all constants and defaults together
 * expand to is bounded, because references upon references can make a small text mean a value of exponential size.
 */
final class ConstLinker {

    private final TypeLinker types;
    private final ValueFitter fitter;
    private final DependencyOrder<ConstSymbol> order =
            new DependencyOrder<>(ConstLinker::constantsIn, ConstLinker::selfReference, this::resolve);

    ConstLinker(TypeLinker types, ValueFitter fitter) {
        this.types = types;
        this.fitter = fitter;
    }

    void resolve(List<FileScope> scopes) {
        for (FileScope scope : scopes) {
            scope.constants().forEach(order::visit);
        }
    }

    private static List<ConstSymbol> constantsIn(ConstSymbol symbol) {
        List<ConstSymbol> found = new ArrayList<>();
        collect(symbol.file, symbol.declaration.value(), found);
        return found;
    }

    private static void collect(FileScope scope, ConstValue value, List<ConstSymbol> found) {
        if (value instanceof ConstValue.Name name) {
            ConstSymbol symbol = scope.constant(name.name());
            if (symbol != null) {
                found.add(symbol);
            }
        } else if (value instanceof ConstValue.Items items) {
            items.values().forEach(item -> collect(scope, item, found));
        } else if (value instanceof ConstValue.Entries entries) {
            for (ConstValue.Entry entry : entries.entries()) {
                collect(scope, entry.key(), found);
                collect(scope, entry.value(), found);
            }
        }
    }

    private static void selfReference(ConstSymbol symbol) {
        symbol.file.fault(
                symbol.declaration.offset(),
                "constant '" + symbol.declaration.name()
                        + "' refers to itself (expected: a value that is complete without it)");
    }

    private void resolve(ConstSymbol symbol) {
        @Nullable ThriftType type = types.type(symbol.file, symbol.declaration.type());
        if (type != null) {
            long before = fitter.spent();
            Object value = fitter.fit(symbol.file, symbol.declaration.value(), type);
            if (value != null && ValueDepth.of(value) > IdlParser.MAX_DEPTH) {
                symbol.file.fault(
                        symbol.declaration.offset(),
                        "constant '" + symbol.declaration.name() + "' is nested deeper than " + IdlParser.MAX_DEPTH
                                + " levels with what it refers to");
                value = null;
            }
            symbol.resolve(type, value, fitter.spent() - before);
        }
    }
}
