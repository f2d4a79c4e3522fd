package io.turnpike.gateway.plugin.responsecache;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where answers are kept. Safe for use by several threads at once. */
interface AnswerStore {

    /** What is under a key, fresh or not; null if nothing. Never fails: a store that is away has nothing. */
    CompletionStage<@Nullable Stored> get(String key);

    /** Keeps something, in the place of what was there, if there is room. */
    void put(String key, Stored stored, long lifeMillis);

    /** It is not asked any more. */
    void close();
}
