package dev.lockstep.cache.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** One of the scripts beside this class, called by its digest and sent whole where the server does not know it. */
final class Script {

    private final byte[] source;
    private final ScriptOutputType output;
    private final String digest;

    private Script(byte[] source, ScriptOutputType output, String digest) {
        this.source = source;
        this.output = output;
        this.digest = digest;
    }

    static Script load(String name, ScriptOutputType output, RedisClusterAsyncCommands<byte[], byte[]> commands) {
        try (InputStream stream = Script.class.getResourceAsStream(name + ".lua")) {
            if (stream == null) {
                throw new IllegalStateException("the script %s.lua is not packaged".formatted(name));
            }
            byte[] source = stream.readAllBytes();
            return new Script(source, output, commands.digest(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the script. Calls that are made in order run in order, also where the server has lost its scripts: the second
     * try of a call is sent when its answer comes, and answers come in order.
     */
    <T> CompletionStage<T> call(
            RedisClusterAsyncCommands<byte[], byte[]> commands, byte[][] keys, byte[]... arguments) {
        CompletionStage<T> first = commands.evalsha(digest, output, keys, arguments);
        return first.exceptionallyCompose(problem -> {
            Throwable cause = problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
            if (cause instanceof RedisNoScriptException) {
                return commands.eval(source, output, keys, arguments);
            }
            return CompletableFuture.failedStage(cause);
        });
    }
}
