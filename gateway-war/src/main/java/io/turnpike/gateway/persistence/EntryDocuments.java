package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.persistence.StrictFields.UnreadableFieldException;
import org.bson.Document;

/** Entries as documents: {@code _id} and {@code entryid}, the entry's id, and {@code content}, its JSON as a text. */
final class EntryDocuments {

    /** The field that names one to people. */
    static final String NAME = "entryid";

    private EntryDocuments() {}

    static Document write(Entry entry) {
        return gone(entry.id()).append("content", entry.content());
    }

    /** What revisions have of an entry that they removed. */
    static Document gone(String id) {
        return new Document("_id", id).append(NAME, id);
    }

    /** @throws UnreadableRevisionException if the document gives none */
    static Entry read(Document document) {
        StrictFields fields = new StrictFields(document);
        try {
            String id = fields.text(NAME);
            if (!id.equals(document.get("_id"))) {
                throw new UnreadableRevisionException("the entry " + document.get("_id") + " has the " + NAME + ' ' + id
                        + " (expected: the same as its _id, so that each entry is there once)");
            }
            return Entry.of(id, fields.text("content"));
        } catch (UnreadableFieldException | IllegalArgumentException e) {
            throw new UnreadableRevisionException(
                    "the entry " + document.get("_id") + " cannot be used: " + e.getMessage());
        }
    }

    /** With the revision that the view has it from. */
    static StoredEntry stored(Document document) {
        return new StoredEntry(
                read(document), document.get("revision") instanceof Number number ? number.longValue() : 0);
    }
}
