package io.turnpike.gateway.persistence;

import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import org.h2.mvstore.MVStore;

/**
 * The H2 backend of the embedded server, made durable: what a command has written is on disk (committed and synced) before
 * the command is answered. Commands run one at a time, so that no commit can catch another command half-way between a
 * document and its index.
 */
final class DurableBackend extends H2Backend {

    private final MVStore file;
    private final Object oneAtATime = new Object();

    DurableBackend(MVStore file) {
        super(file);
        this.file = file;
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        synchronized (oneAtATime) {
            Document answer = super.handleMessage(message);
            persist();
            return answer;
        }
    }

    @Override
    public Document handleCommand(Channel channel, String databaseName, String command, Document query) {
        synchronized (oneAtATime) {
            Document answer = super.handleCommand(channel, databaseName, command, query);
            persist();
            return answer;
        }
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        synchronized (oneAtATime) {
            QueryResult answer = super.handleQuery(query);
            persist();
            return answer;
        }
    }

    @Override
    public void close() {
        synchronized (oneAtATime) {
            if (!file.isClosed()) {
                persist();
                // Without compaction: in H2 2.3.232 moving chunks can fail its own assertion
                // (RandomAccessStore.moveChunkInside).
                file.close(0);
            }
        }
    }

    /** Whether the file is closed, which it also is once a write to it has failed. */
    boolean isClosed() {
        return file.isClosed();
    }

    private void persist() {
        if (file.hasUnsavedChanges()) {
            file.commit();
            file.sync();
        }
    }
}
