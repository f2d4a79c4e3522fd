package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.EnumDeclaration;
import io.turnpike.thrift.idl.EnumValueDeclaration;
import io.turnpike.thrift.idl.IdlParser;
import io.turnpike.thrift.idl.SenumDeclaration;
import io.turnpike.thrift.idl.StructDeclaration;
import io.turnpike.thrift.idl.TypeReference;
import io.turnpike.thrift.idl.TypedefDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolves types. Resolved types share their parts; because a chain of typedefs can make a small text mean a type of
 * exponential size, what a type expands to is bounded.
 */
final class TypeLinker {

    /** Of how many types a type may consist once its typedefs are expanded. */
    static final int MAX_NODES = 256;

    /** Stands for the second part of a type that has only one. */
    private static final SizedType NONE = new SizedType(BaseType.BOOL, 0, 0);

    private final DependencyOrder<TypeSymbol> typedefs =
            new DependencyOrder<>(this::typedefsIn, this::selfReference, this::resolveTypedef);

    /** Resolves all declared types of these texts; structs do not have their fields yet. */
    void resolve(List<FileScope> scopes) {
        for (FileScope scope : scopes) {
            scope.types().forEach(this::declare);
        }
        for (FileScope scope : scopes) {
            for (TypeSymbol symbol : scope.types()) {
                if (symbol.declaration instanceof TypedefDeclaration) {
                    typedefs.visit(symbol);
                }
            }
        }
    }

    private void declare(TypeSymbol symbol) {
        if (symbol.declaration instanceof StructDeclaration struct) {
            symbol.resolve(SizedType.of(
                    new StructSchema(struct.name(), kind(struct.kind()), struct.annotations(), struct.doc())));
        } else if (symbol.declaration instanceof EnumDeclaration declaration) {
            symbol.resolve(SizedType.of(enumeration(symbol.file, declaration)));
        } else if (symbol.declaration instanceof SenumDeclaration) {
            symbol.resolve(SizedType.of(BaseType.STRING));
        }
    }

    private static StructSchema.Kind kind(StructDeclaration.Kind kind) {
        return switch (kind) {
            case STRUCT -> StructSchema.Kind.STRUCT;
            case UNION -> StructSchema.Kind.UNION;
            case EXCEPTION -> StructSchema.Kind.EXCEPTION;
        };
    }

    private static EnumSchema enumeration(FileScope file, EnumDeclaration declaration) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (EnumValueDeclaration value : declaration.values()) {
            if (numbers.putIfAbsent(value.name(), value.number()) != null) {
                file.fault(
                        value.offset(),
                        "enum value '" + value.name() + "' is already defined in " + declaration.name());
            }
        }
        return new EnumSchema(declaration.name(), numbers);
    }

    private List<TypeSymbol> typedefsIn(TypeSymbol symbol) {
        List<TypeSymbol> found = new ArrayList<>();
        collect(symbol.file, ((TypedefDeclaration) symbol.declaration).type(), found);
        return found;
    }

    private static void collect(FileScope scope, TypeReference reference, List<TypeSymbol> found) {
        if (reference instanceof TypeReference.ListOf list) {
            collect(scope, list.element(), found);
        } else if (reference instanceof TypeReference.SetOf set) {
            collect(scope, set.element(), found);
        } else if (reference instanceof TypeReference.MapOf map) {
            collect(scope, map.key(), found);
            collect(scope, map.value(), found);
        } else if (reference instanceof TypeReference.Named named) {
            TypeSymbol symbol = scope.type(named.name());
            if (symbol != null && symbol.declaration instanceof TypedefDeclaration) {
                found.add(symbol);
            }
        }
    }

    private void selfReference(TypeSymbol symbol) {
        symbol.file.fault(
                symbol.declaration.offset(),
                "typedef '" + symbol.declaration.name()
                        + "' refers to itself (expected: a type that is complete without it)");
    }

    private void resolveTypedef(TypeSymbol symbol) {
        symbol.resolve(resolve(symbol.file, ((TypedefDeclaration) symbol.declaration).type()));
    }

    /** The type that is meant, or null after a fault. */
    @Nullable
    ThriftType type(FileScope scope, TypeReference reference) {
        SizedType sized = resolve(scope, reference);
        return sized == null ? null : sized.type();
    }

    private @Nullable SizedType resolve(FileScope scope, TypeReference reference) {
        if (reference instanceof TypeReference.ListOf list) {
            SizedType element = resolve(scope, list.element());
            return element == null ? null : sized(scope, reference, new ListType(element.type()), element, NONE);
        }
        if (reference instanceof TypeReference.SetOf set) {
            SizedType element = resolve(scope, set.element());
            return element == null ? null : sized(scope, reference, new SetType(element.type()), element, NONE);
        }
        if (reference instanceof TypeReference.MapOf map) {
            SizedType key = resolve(scope, map.key());
            SizedType value = resolve(scope, map.value());
            return key == null || value == null
                    ? null
                    : sized(scope, reference, new MapType(key.type(), value.type()), key, value);
        }
        if (reference instanceof TypeReference.Named named) {
            return named(scope, named);
        }
        return base(scope, (TypeReference.Base) reference);
    }

    private static @Nullable SizedType sized(
            FileScope scope, TypeReference at, ThriftType type, SizedType one, SizedType other) {
        int nodes = 1 + one.nodes() + other.nodes();
        int depth = 1 + Math.max(one.depth(), other.depth());
        if (nodes > MAX_NODES || depth > IdlParser.MAX_DEPTH + 1) {
            scope.fault(
                    at.offset(),
                    "type is too big with its typedefs expanded (expected: at most " + MAX_NODES + " types, "
                            + IdlParser.MAX_DEPTH + " levels deep)");
            return null;
        }
        return new SizedType(type, nodes, depth);
    }

    private static @Nullable SizedType named(FileScope scope, TypeReference.Named reference) {
        TypeSymbol symbol = scope.type(reference.name());
        if (symbol != null) {
            return symbol.resolved();
        }
        if (scope.service(reference.name()) != null) {
            scope.fault(reference.offset(), "'" + reference.name() + "' is a service (expected: a type)");
        } else {
            scope.unknown(reference.offset(), "type", reference.name());
        }
        return null;
    }

    private static @Nullable SizedType base(FileScope scope, TypeReference.Base reference) {
        if (reference.word().equals("uuid")) {
            // Not a word of the language before Thrift 0.18, so texts declare a type of this name.
            TypeSymbol own = scope.type("uuid");
            return own == null ? SizedType.of(BaseType.UUID) : own.resolved();
        }
        return SizedType.of(
                switch (reference.word()) {
                    case "bool" -> BaseType.BOOL;
                    case "byte", "i8" -> BaseType.BYTE;
                    case "i16" -> BaseType.I16;
                    case "i32" -> BaseType.I32;
                    case "i64" -> BaseType.I64;
                    case "double" -> BaseType.DOUBLE;
                    case "string", "slist" -> BaseType.STRING;
                    case "binary" -> BaseType.BINARY;
                    default -> throw new IllegalStateException("base type " + reference.word());
                });
    }
}
