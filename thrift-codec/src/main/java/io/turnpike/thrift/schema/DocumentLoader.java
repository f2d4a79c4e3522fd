package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlParser;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.idl.IncludeDeclaration;
import io.turnpike.thrift.idl.SourceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses the main text and every text it includes, each once, whatever includes what (circles too). A text is found by the
 * path as written, else by the last part of that path, else by the last part of a given name.
 */
final class DocumentLoader {

    private final IdlSources sources;
    private final FaultCollector faults;
    /** Last part of a given name to that name; empty where two names share it. */
    private final Map<String, Optional<String>> byBaseName = new HashMap<>();

    private final Map<String, FileScope> loaded = new LinkedHashMap<>();
    private final Deque<FileScope> unread = new ArrayDeque<>();

    private DocumentLoader(IdlSources sources, FaultCollector faults) {
        this.sources = sources;
        this.faults = faults;
        for (String name : sources.includes().keySet()) {
            byBaseName.merge(IncludeDeclaration.baseName(name), Optional.of(name), (one, other) -> Optional.empty());
        }
    }

    /** The scopes of all texts, the main one first. */
    static List<FileScope> load(IdlSources sources, FaultCollector faults) {
        return new DocumentLoader(sources, faults).scopes();
    }

    private List<FileScope> scopes() {
        FileScope main = open(new SourceText(sources.mainFile(), sources.mainText()));
        List<FileScope> all = new ArrayList<>(List.of(main));
        while (!unread.isEmpty()) {
            FileScope scope = unread.remove();
            for (IncludeDeclaration include : scope.document().includes()) {
                String name = find(include);
                FileScope included = name == null ? mainItself(include, main) : loaded.get(name);
                String text = name == null ? null : sources.includes().get(name);
                if (included == null && name != null && text != null) {
                    included = open(new SourceText(name, text));
                    loaded.put(name, included);
                    all.add(included);
                }
                if (included == null) {
                    scope.includeMissing(include);
                } else {
                    scope.include(include, included);
                }
            }
        }
        return all;
    }

    private FileScope open(SourceText source) {
        FileScope scope = new FileScope(IdlParser.parse(source, faults), faults);
        unread.add(scope);
        return scope;
    }

    private @Nullable String find(IncludeDeclaration include) {
        if (sources.includes().containsKey(include.path())) {
            return include.path();
        }
        if (sources.includes().containsKey(include.baseName())) {
            return include.baseName();
        }
        return byBaseName.getOrDefault(include.baseName(), Optional.empty()).orElse(null);
    }

    private @Nullable FileScope mainItself(IncludeDeclaration include, FileScope main) {
        return include.baseName().equals(IncludeDeclaration.baseName(sources.mainFile())) ? main : null;
    }
}
