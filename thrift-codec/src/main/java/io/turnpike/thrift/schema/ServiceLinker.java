package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.FieldDeclaration;
import io.turnpike.thrift.idl.FunctionDeclaration;
import io.turnpike.thrift.idl.TypeReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Links services, parents first, so that each has every method that can be called on it. */
final class ServiceLinker {

    /** How many methods all services together may have, inherited ones counted in every heir. */
    static final int MAX_METHODS = 200_000;

    private final TypeLinker types;
    private final FieldLinker fields;
    private final DefaultSizes defaults;
    private final DependencyOrder<ServiceSymbol> order =
            new DependencyOrder<>(ServiceLinker::parents, ServiceLinker::selfReference, this::resolve);
    private int methodCount;

    ServiceLinker(TypeLinker types, FieldLinker fields, DefaultSizes defaults) {
        this.types = types;
        this.fields = fields;
        this.defaults = defaults;
    }

    void resolve(List<FileScope> scopes) {
        for (FileScope scope : scopes) {
            scope.services().forEach(order::visit);
        }
    }

    private static List<ServiceSymbol> parents(ServiceSymbol symbol) {
        ServiceSymbol parent = parent(symbol);
        return parent == null ? List.of() : List.of(parent);
    }

    private static @Nullable ServiceSymbol parent(ServiceSymbol symbol) {
        TypeReference.Named name = symbol.declaration.parent();
        return name == null ? null : symbol.file.service(name.name());
    }

    private static void selfReference(ServiceSymbol symbol) {
        symbol.file.fault(
                symbol.declaration.offset(),
                "service '" + symbol.declaration.name()
                        + "' extends itself (expected: a service that does not extend it)");
    }

    private void resolve(ServiceSymbol symbol) {
        Map<String, MethodSchema> methods = new LinkedHashMap<>();
        TypeReference.Named parentName = symbol.declaration.parent();
        if (parentName != null) {
            ServiceSymbol parent = parent(symbol);
            if (parent == null) {
                symbol.file.unknown(parentName.offset(), "service", parentName.name());
            } else if (parent.schema() != null
                    && room(symbol, parent.schema().methods().size())) {
                methods.putAll(parent.schema().methods());
            }
        }
        for (FunctionDeclaration function : symbol.declaration.functions()) {
            MethodSchema method = method(symbol.file, function);
            if (methods.putIfAbsent(method.name(), method) != null) {
                symbol.file.fault(
                        function.offset(),
                        "method '" + method.name() + "' is already defined in " + symbol.declaration.name()
                                + " or a service that it extends");
            }
        }
        room(symbol, symbol.declaration.functions().size());
        symbol.resolve(new ServiceSchema(
                symbol.declaration.name(), methods, symbol.declaration.annotations(), symbol.declaration.doc()));
    }

    private boolean room(ServiceSymbol symbol, int more) {
        methodCount = Math.min(methodCount + more, Integer.MAX_VALUE / 2);
        if (methodCount <= MAX_METHODS) {
            return true;
        }
        symbol.file.fault(
                symbol.declaration.offset(),
                "too many methods, inherited ones included (expected: at most " + MAX_METHODS + " in all services)");
        return false;
    }

    private MethodSchema method(FileScope scope, FunctionDeclaration function) {
        TypeReference returns = function.returnType();
        Optional<ThriftType> returnType =
                returns == null ? Optional.empty() : Optional.ofNullable(types.type(scope, returns));
        StructSchema arguments = StructSchema.of(
                function.name() + "_args",
                StructSchema.Kind.STRUCT,
                link(scope, function.arguments(), FieldLinker.Place.ARGUMENTS));
        defaults.check(scope, function.offset(), arguments);
        List<FieldSchema> exceptions = link(scope, function.exceptions(), FieldLinker.Place.THROWS);
        if (function.oneway() && !function.exceptions().isEmpty()) {
            scope.fault(
                    function.offset(),
                    "oneway method '" + function.name() + "' has a 'throws' clause (expected: none)");
        }
        return new MethodSchema(
                function.name(),
                arguments,
                // The compiler only warns of a oneway method that returns something; there is no reply to carry it.
                function.oneway() ? Optional.empty() : returnType,
                exceptions,
                function.oneway(),
                function.annotations(),
                function.doc());
    }

    private List<FieldSchema> link(FileScope scope, List<FieldDeclaration> declared, FieldLinker.Place place) {
        return fields.link(scope, declared, StructLinker.types(scope, declared, types), place);
    }
}
