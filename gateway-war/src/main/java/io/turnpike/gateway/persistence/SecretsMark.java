package io.turnpike.gateway.persistence;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import java.lang.System.Logger.Level;
import org.bson.Document;

/** The document by which gateways over one database find out whether they have the same secrets. */
final class SecretsMark {

    private static final System.Logger LOG = System.getLogger(SecretsMark.class.getName());
    private static final String SECRETS = "secrets";

    private SecretsMark() {}

    /** Leaves what others are to compare theirs with: a warning is due to whoever starts with other secrets than the last. */
    static void compare(MongoCollection<Document> marker, NodeSecrets mine, String description) {
        Document mark =
                new Document("_id", SECRETS).append("master", mine.master()).append("cluster", mine.cluster());
        Document before = marker.find(eq("_id", SECRETS)).first();
        if (before == null) {
            OwnersView.insert(marker, mark);
        } else if (!before.equals(mark)) {
            marker.replaceOne(eq("_id", SECRETS), mark);
            LOG.log(
                    Level.WARNING,
                    "The gateway that started on {0} last had another {1}. Gateways over one database need the same, or keys and"
                            + " ServerIDs of one are unknown to the others",
                    description,
                    mine.master().equals(before.get("master"))
                            ? "clusterSecret"
                            : mine.cluster().equals(before.get("cluster"))
                                    ? "maskerKey"
                                    : "maskerKey and clusterSecret");
        }
    }
}
