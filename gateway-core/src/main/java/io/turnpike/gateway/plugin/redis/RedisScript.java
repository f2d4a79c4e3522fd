package io.turnpike.gateway.plugin.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A Lua script, which Redis runs as one step that nothing comes between. Immutable. */
public final class RedisScript {

    private final byte[] text;
    private final String digest;

    private RedisScript(byte[] text) {
        this.text = text;
        try {
            digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The resource of a name beside a class. */
    public static RedisScript read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(beside.getName() + " has no " + name + " beside it");
            }
            return new RedisScript(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it by its digest, and sends it only to a Redis that does not have it yet. Returns {@link Long} and {@code byte[]}. */
    public CompletionStage<List<Object>> run(
            RedisAsyncCommands<byte[], byte[]> redis, byte[] key, String... arguments) {
        byte[][] keys = {key};
        byte[][] values = new byte[arguments.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].getBytes(StandardCharsets.US_ASCII);
        }
        CompletableFuture<List<Object>> result = new CompletableFuture<>();
        redis.<List<Object>>evalsha(digest, ScriptOutputType.MULTI, keys, values)
                .whenComplete((answer, failure) -> {
                    if (failure instanceof RedisNoScriptException) {
                        redis.<List<Object>>eval(text, ScriptOutputType.MULTI, keys, values)
                                .whenComplete((second, again) -> complete(result, second, again));
                    } else {
                        complete(result, answer, failure);
                    }
                });
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, T value, Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
