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

    /** How many values constants may expand to, besides one for every character. */
    private static final long BASE_BUDGET = 1_000_000;

    private Linker() {}

    static ThriftSchema link(IdlSources sources) throws IdlException {
        FaultCollector faults = new FaultCollector();
        List<FileScope> scopes = DocumentLoader.load(sources, faults);
        TypeLinker types = new TypeLinker();
        types.resolve(scopes);
        StructLinker structs = new StructLinker(scopes, types);
        ValueFitter fitter = new ValueFitter(structs.fieldTypes(), BASE_BUDGET + chars(scopes));
        new ConstLinker(types, fitter).resolve(scopes);
        FieldLinker fields = new FieldLinker(fitter);
        structs.complete(fields);
        new ServiceLinker(types, fields).resolve(scopes);
        faults.throwIfAny();
        List<ServiceSchema> services = new ArrayList<>();
        for (ServiceSymbol symbol : scopes.get(0).services()) {
            ServiceSchema schema = symbol.schema();
            if (schema != null) {
                services.add(schema);
            }
        }
        return new ThriftSchema(services);
    }

    private static long chars(List<FileScope> scopes) {
        return scopes.stream()
                .mapToLong(scope -> scope.document().source().text().length())
                .sum();
    }
}
