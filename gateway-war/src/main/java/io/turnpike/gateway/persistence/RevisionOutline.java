package io.turnpike.gateway.persistence;

import java.time.Instant;
import java.util.List;

/**
 * A revision without what it made of its owners, routes and entries.
 *
 * @param number position in the sequence, from 1
 * @param author who made it
 * @param time when
 * @param action what it did, in a word; see {@link Revision#action}
 * @param summary what it changed, in a sentence; empty in revisions that were made before there were summaries
 * @param changed ids of the owners that it touched
 * @param removed ids of the owners that it removed
 * @param routes ids of the routes that it touched or removed
 * @param entries ids of the entries that it touched or removed
 */
public record RevisionOutline(
        long number,
        String author,
        Instant time,
        String action,
        String summary,
        List<String> changed,
        List<String> removed,
        List<String> routes,
        List<String> entries) {

    public RevisionOutline {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        routes = List.copyOf(routes);
        entries = List.copyOf(entries);
    }
}
