package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Entry;

/**
 * An entry with its age.
 *
 * @param revision the number of the revision that made it what it is
 */
public record StoredEntry(Entry entry, long revision) {}
