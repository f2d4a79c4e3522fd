package io.turnpike.thrift.idl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds where fields and methods are declared, for faults that are found when an IDL has been compiled already. Reads the texts
 * again, so it is for the case of a fault only. Of several structs of one name the first one counts that has such a field.
 */
public final class DeclarationFinder {

    private final List<IdlDocument> documents = new ArrayList<>();

    /** Reads texts that are known to be free of faults. */
    public DeclarationFinder(IdlSources sources) {
        FaultCollector ignored = new FaultCollector();
        documents.add(IdlParser.parse(new SourceText(sources.mainFile(), sources.mainText()), ignored));
        sources.includes().forEach((name, text) -> documents.add(IdlParser.parse(new SourceText(name, text), ignored)));
    }

    /** A diagnostic at the field of a struct; empty if there is none of this name. */
    public Optional<Diagnostic> field(String struct, String field, String message) {
        for (IdlDocument document : documents) {
            for (Declaration declaration : document.declarations()) {
                if (declaration instanceof StructDeclaration found
                        && found.name().equals(struct)) {
                    Optional<Diagnostic> here = field(document, found.fields(), field, message);
                    if (here.isPresent()) {
                        return here;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A diagnostic at a method, whichever service has it; empty if none has. */
    public Optional<Diagnostic> method(String method, String message) {
        return function(method).map(found -> diagnostic(found, found.function().offset(), message));
    }

    /** A diagnostic at the argument of a method; empty if no service has such a method. */
    public Optional<Diagnostic> argument(String method, String argument, String message) {
        return function(method)
                .flatMap(found -> field(found.document(), found.function().arguments(), argument, message));
    }

    private record Found(IdlDocument document, FunctionDeclaration function) {}

    private Optional<Found> function(String method) {
        for (IdlDocument document : documents) {
            for (Declaration declaration : document.declarations()) {
                if (declaration instanceof ServiceDeclaration service) {
                    for (FunctionDeclaration function : service.functions()) {
                        if (function.name().equals(method)) {
                            return Optional.of(new Found(document, function));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Diagnostic> field(
            IdlDocument document, List<FieldDeclaration> fields, String name, String message) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(field -> document.source().diagnostic(field.offset(), message))
                .findFirst();
    }

    private static Diagnostic diagnostic(Found found, int offset, String message) {
        return found.document().source().diagnostic(offset, message);
    }
}
