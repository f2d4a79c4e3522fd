package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Entry;
import java.util.List;

/**
 * What a change makes of the entries.
 *
 * @param changed the touched entries as they are from then on, each id once
 * @param removed ids of entries that are gone from then on
 */
public record EntryChanges(List<Entry> changed, List<String> removed) {

    /** No entry is touched. */
    public static final EntryChanges NONE = new EntryChanges(List.of(), List.of());

    public EntryChanges {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Whether no entry is touched. */
    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
