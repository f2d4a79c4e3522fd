package io.turnpike.gateway.plugin.responsecache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps answers in this node's memory, up to a bound of bytes; those that are asked for seldom go first. */
final class LocalStore implements AnswerStore {

    private final Cache<String, Stored> answers;

    LocalStore(long mostBytes) {
        answers = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((String key, Stored stored) -> stored.bytes() + key.length())
                // By whoever stores: a thread of the common pool would keep the deployment's class loader.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public CompletionStage<@Nullable Stored> get(String key) {
        return CompletableFuture.completedFuture(answers.getIfPresent(key));
    }

    @Override
    public void put(String key, Stored stored, long lifeMillis) {
        answers.put(key, stored);
    }

    @Override
    public void close() {
        answers.invalidateAll();
    }
}
