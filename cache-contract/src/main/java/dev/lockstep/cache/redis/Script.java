package dev.lockstep.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One of the scripts beside this class, called by its digest and sent whole where the server does not know it. */
final class Script {

    private static final String SHARED = "entries";

    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final byte[] source;
    private final ScriptOutputType output;
    private final String digest;

    private Script(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] source, ScriptOutputType output) {
        this.commands = commands;
        this.source = source;
        this.output = output;
        this.digest = commands.digest(source);
    }

    /**
     * From its file.
     *
     * @param before the files of what it shares with some others
     */
    static Script load(
            String name,
            ScriptOutputType output,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            String... before) {
        StringBuilder source = new StringBuilder(text(SHARED));
        for (String each : before) {
            source.append(text(each));
        }
        return new Script(commands, source.append(text(name)).toString().getBytes(UTF_8), output);
    }

    private static String text(String name) {
        try (InputStream stream = Script.class.getResourceAsStream(name + ".lua")) {
            if (stream == null) {
                throw new IllegalStateException("the script %s.lua is not packaged".formatted(name));
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the script. Where the server does not know it, later calls may overtake this one; {@link ScriptQueue} does not
     * let them.
     */
    <T> CompletionStage<T> call(byte[][] keys, byte[]... arguments) {
        CompletionStage<T> first = byDigest(keys, arguments);
        return first.exceptionallyCompose(problem ->
                isUnknownScript(problem) ? whole(keys, arguments) : CompletableFuture.failedStage(cause(problem)));
    }

    /** Runs the script if the server knows it. */
    <T> CompletionStage<T> byDigest(byte[][] keys, byte[]... arguments) {
        return commands.evalsha(digest, output, keys, arguments);
    }

    /** Makes the server know the script, and runs it. */
    <T> CompletionStage<T> whole(byte[][] keys, byte[]... arguments) {
        return commands.eval(source, output, keys, arguments);
    }

    /** Whether a call failed, with nothing done, because the server did not know the script. */
    static boolean isUnknownScript(@Nullable Throwable problem) {
        return problem != null && cause(problem) instanceof RedisNoScriptException;
    }

    private static Throwable cause(Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : null;
        return cause == null ? problem : cause;
    }
}
