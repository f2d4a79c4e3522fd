package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts to schema, in passes over all texts, so that it does not matter what is declared where: names, types, types of
 * fields, constants, fields, services. Linear in the texts; nothing recurses over what names refer to.
 */
final class Linker {

    /** How many values constants may expand to, besides two for every character. */
    private static final long BASE_BUDGET = 1_000_000;

    private Linker() {}

    static ThriftSchema link(IdlSources sources) throws IdlException {
        FaultCollector faults = new FaultCollector();
        FileScope main = link(sources, faults);
        faults.throwIfAny();
        List<ServiceSchema> services = new ArrayList<>();
        for (ServiceSymbol symbol : main.services()) {
            ServiceSchema schema = symbol.schema();
            if (schema != null) {
                services.add(schema);
            }
        }
        return new ThriftSchema(services);
    }

    /** Everything that the main text declares, linked as far as it is sound. */
    static FileScope link(IdlSources sources, FaultCollector faults) {
        List<FileScope> scopes = DocumentLoader.load(sources, faults);
        TypeLinker types = new TypeLinker();
        types.resolve(scopes);
        StructLinker structs = new StructLinker(scopes, types);
        long budget = BASE_BUDGET + 2 * chars(scopes);
        ValueFitter fitter = new ValueFitter(structs.fieldTypes(), budget);
        new ConstLinker(types, fitter).resolve(scopes);
        FieldLinker fields = new FieldLinker(fitter);
        structs.complete(fields);
        DefaultSizes defaults = new DefaultSizes(budget);
        structs.checkDefaults(defaults);
        new ServiceLinker(types, fields, defaults).resolve(scopes);
        return scopes.get(0);
    }

    private static long chars(List<FileScope> scopes) {
        return scopes.stream()
                .mapToLong(scope -> scope.document().source().text().length())
                .sum();
    }
}
