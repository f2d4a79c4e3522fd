package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** The gateways on a database as documents, one each, that each writes of itself. */
final class NodeDocuments {

    private final MongoCollection<Document> nodes;

    NodeDocuments(MongoCollection<Document> nodes) {
        this.nodes = nodes;
    }

    /** Writes one; nobody else writes it, so without an upsert (see {@link OwnersView}). */
    void put(GatewayNode node) {
        Document document = new Document("_id", node.id())
                .append("host", node.host())
                .append("port", node.port())
                .append("version", node.version())
                .append("started", node.started())
                .append("revision", node.revision())
                .append("since", node.since())
                .append("seen", node.seen());
        if (nodes.replaceOne(eq("_id", node.id()), document).getMatchedCount() == 0) {
            OwnersView.insert(nodes, document);
        }
    }

    /** Forgets those that were last seen before a time, and those at the same host and port whose place this one has taken. */
    void sweep(GatewayNode mine, Instant before) {
        nodes.deleteMany(or(
                lt("seen", before),
                and(
                        eq("host", mine.host()),
                        eq("port", mine.port()),
                        ne("_id", mine.id()),
                        lt("seen", mine.started()))));
    }

    /** Whether it was there. */
    boolean remove(String id) {
        return nodes.deleteOne(eq("_id", id)).getDeletedCount() > 0;
    }

    List<GatewayNode> all() {
        List<GatewayNode> found = new ArrayList<>();
        for (Document document : nodes.find().sort(ascending("_id"))) {
            StoredFields fields = new StoredFields(document, "", oddity -> {});
            found.add(new GatewayNode(
                    fields.text("_id"),
                    fields.text("host"),
                    (int) fields.number("port"),
                    fields.text("version"),
                    instant(document, "started"),
                    fields.number("revision"),
                    instant(document, "since"),
                    instant(document, "seen")));
        }
        return found;
    }

    /** The driver writes instants, but reads them as dates. */
    @SuppressWarnings("JavaUtilDate")
    private static Instant instant(Document document, String field) {
        return document.get(field) instanceof Date date ? date.toInstant() : Instant.EPOCH;
    }
}
