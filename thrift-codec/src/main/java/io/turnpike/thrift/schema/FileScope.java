package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.ConstDeclaration;
import io.turnpike.thrift.idl.Declaration;
import io.turnpike.thrift.idl.EnumDeclaration;
import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlDocument;
import io.turnpike.thrift.idl.IncludeDeclaration;
import io.turnpike.thrift.idl.ServiceDeclaration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The names that one text declares, and those it sees through its includes. */
final class FileScope {

    private final IdlDocument document;
    private final FaultCollector faults;
    private final Map<String, TypeSymbol> types = new LinkedHashMap<>();
    private final Map<String, ServiceSymbol> services = new LinkedHashMap<>();
    private final Map<String, ConstSymbol> constants = new LinkedHashMap<>();
    private final Map<String, FileScope> includes = new HashMap<>();
    private final Map<String, IncludeDeclaration> missing = new HashMap<>();
    /** How many dots the prefixes of includes have; only there is a dotted name taken apart. */
    private final Set<Integer> prefixDots = new TreeSet<>();

    FileScope(IdlDocument document, FaultCollector faults) {
        this.document = document;
        this.faults = faults;
        document.declarations().forEach(this::declare);
    }

    private void declare(Declaration declaration) {
        String name = declaration.name();
        if (declaration instanceof ConstDeclaration constant) {
            if (constants.putIfAbsent(name, new ConstSymbol(this, constant)) != null) {
                fault(declaration.offset(), "constant '" + name + "' is already defined");
            }
        } else if (types.containsKey(name) || services.containsKey(name)) {
            fault(declaration.offset(), "type '" + name + "' is already defined");
        } else if (declaration instanceof ServiceDeclaration service) {
            services.put(name, new ServiceSymbol(this, service));
        } else {
            types.put(name, new TypeSymbol(this, declaration));
        }
    }

    IdlDocument document() {
        return document;
    }

    Collection<TypeSymbol> types() {
        return types.values();
    }

    Collection<ServiceSymbol> services() {
        return services.values();
    }

    Collection<ConstSymbol> constants() {
        return constants.values();
    }

    /** Makes the names of another text visible. */
    void include(IncludeDeclaration include, FileScope included) {
        FileScope other = includes.putIfAbsent(include.prefix(), included);
        prefixDots.add(dots(include.prefix()));
        if (other != null && other != included) {
            fault(
                    include.offset(),
                    "include \"" + include.path() + "\" has the same base name as another include (expected: one of '"
                            + include.prefix() + "')");
        }
    }

    /** Notes that a text was not given; that is a fault once one of its names is used. */
    void includeMissing(IncludeDeclaration include) {
        missing.putIfAbsent(include.prefix(), include);
        prefixDots.add(dots(include.prefix()));
    }

    @Nullable
    TypeSymbol type(String name) {
        return find(name, (scope, local) -> scope.types.get(local));
    }

    @Nullable
    ServiceSymbol service(String name) {
        return find(name, (scope, local) -> scope.services.get(local));
    }

    @Nullable
    ConstSymbol constant(String name) {
        return find(name, (scope, local) -> scope.constants.get(local));
    }

    /** The number of {@code Enum.VALUE}, or null. */
    @Nullable
    Integer enumValue(String name) {
        return find(name, FileScope::localEnumValue);
    }

    private @Nullable Integer localEnumValue(String name) {
        int dot = name.indexOf('.');
        TypeSymbol symbol = dot < 0 ? null : types.get(name.substring(0, dot));
        if (symbol == null || !(symbol.declaration instanceof EnumDeclaration) || symbol.resolved() == null) {
            return null;
        }
        return symbol.resolved().type() instanceof EnumSchema resolved
                ? resolved.number(name.substring(dot + 1))
                : null;
    }

    private <T> @Nullable T find(String name, BiFunction<FileScope, String, @Nullable T> lookup) {
        T found = lookup.apply(this, name);
        int dots = 0;
        for (int dot = name.indexOf('.'); found == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (prefixDots.contains(dots++)) {
                FileScope included = includes.get(name.substring(0, dot));
                if (included != null) {
                    found = lookup.apply(included, name.substring(dot + 1));
                }
            }
        }
        return found;
    }

    void fault(int offset, String message) {
        faults.add(document.source(), offset, message);
    }

    /** Reports a name that stands for nothing, unless that only follows from another fault. */
    void unknown(int offset, String what, String name) {
        if (document.truncated() || document.damaged().contains(firstPart(name))) {
            return;
        }
        int dots = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (!prefixDots.contains(dots++)) {
                continue;
            }
            String prefix = name.substring(0, dot);
            IncludeDeclaration absent = missing.get(prefix);
            if (absent != null) {
                fault(absent.offset(), "include \"" + absent.path() + "\" is not among the given texts");
                return;
            }
            FileScope included = includes.get(prefix);
            if (included != null
                    && (included.document.truncated()
                            || included.document.damaged().contains(firstPart(name.substring(dot + 1))))) {
                return;
            }
        }
        fault(
                offset,
                "unknown " + what + " '" + name + "' (expected: one declared in "
                        + document.source().name() + " or, with its prefix, in a text that it includes)");
    }

    private static String firstPart(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static int dots(String name) {
        return (int) name.chars().filter(c -> c == '.').count();
    }
}
