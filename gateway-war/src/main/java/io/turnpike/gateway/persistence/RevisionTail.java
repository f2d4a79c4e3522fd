package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.bson.Document;

/**
 * Reads the revisions after one that is known. That one was made after all before it, and so is each after it: there is no gap where
 * others could be missed. So they are asked for by lists of numbers, which the embedded database finds by its index, as it does no range
 * (see {@link OwnerHistory}); it would read every revision there is.
 *
 * @param revisions where they are
 */
record RevisionTail(MongoCollection<Document> revisions) {

    private static final int WINDOW = 64;

    /** Hands out the revisions after a number, in order. */
    void after(long number, Consumer<Document> taker) {
        if (number <= 0) {
            // Nothing is known: the first one may be any.
            for (Document document : revisions.find(gt("_id", number)).sort(ascending("_id"))) {
                taker.accept(document);
            }
            return;
        }
        long last = number;
        boolean more = true;
        while (more) {
            Iterable<Long> next =
                    LongStream.rangeClosed(last + 1, last + WINDOW).boxed().toList();
            last += WINDOW;
            more = false;
            for (Document document : revisions.find(in("_id", next)).sort(ascending("_id"))) {
                taker.accept(document);
                more = RevisionDocuments.number(document) == last;
            }
        }
    }
}
