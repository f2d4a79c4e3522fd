package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/**
 * Turns the documents of a database without revisions into its first revisions. One would do, were a document of MongoDB not
 * bound to 16 MB; so there are as many parts as needed, the same ones whoever makes them.
 */
final class RevisionImport {

    private static final String ACTION = "import";
    private static final int PART_BYTES = 8 * 1024 * 1024;
    private static final DocumentCodec CODEC = new DocumentCodec();

    /** What {@link #isUnfinished} needs of a revision. */
    static final Document PARTS = new Document("action", 1).append("part", 1).append("parts", 1);

    private final int partBytes;

    RevisionImport() {
        this(PART_BYTES);
    }

    /** @param partBytes largest part, unless one owner alone is larger */
    RevisionImport(int partBytes) {
        this.partBytes = partBytes;
    }

    /** Whether a revision is an import. */
    static boolean isImport(Document revision) {
        return ACTION.equals(revision.get("action"));
    }

    /** Whether a revision is part of an import and not its last. */
    static boolean isUnfinished(Document revision) {
        return isImport(revision) && revision.get("part", 1) < revision.get("parts", 1);
    }

    /** The document as it is, so that nothing is lost that we do not know, but with the hash of the key instead of the key. */
    private static Document image(Document document, Owner owner) {
        Document image = new Document(document);
        image.remove("apikey");
        return image.append("apikeyhash", owner.apiKeyHash());
    }

    /** The revisions, without their {@code _id}; none if there is no document. */
    List<Document> parts(Iterable<Document> documents) {
        List<List<Document>> parts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        long bytes = Long.MAX_VALUE;
        for (Document document : documents) {
            if (parts.isEmpty()) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            Optional<Owner> owner = OwnerDocuments.read(document);
            if (owner.isEmpty() || !seen.add(owner.get().ownerId())) {
                continue;
            }
            Document image = image(document, owner.get());
            int size = new RawBsonDocument(image, CODEC).getByteBuffer().remaining();
            if (bytes + size > partBytes && bytes > 0) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            parts.get(parts.size() - 1).add(image);
            bytes += size;
        }
        Instant now = Instant.now();
        List<Document> revisions = new ArrayList<>();
        for (List<Document> images : parts) {
            revisions.add(new Document("author", ACTION)
                    .append("time", now)
                    .append("action", ACTION)
                    .append("summary", summary(images.size(), revisions.size() + 1, parts.size()))
                    .append("part", revisions.size() + 1)
                    .append("parts", parts.size())
                    .append("changed", images)
                    .append("removed", List.of()));
        }
        return revisions;
    }

    private static String summary(int owners, int part, int parts) {
        return Counted.of(owners, "owner") + " taken over from a database without revisions"
                + (parts == 1 ? "" : ", part " + part + " of " + parts);
    }
}
