package dev.lockstep.cache.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one script that run in the order they were made, though none waits for the answer of the one before.
 *
 * <p>A server that has just been started, has taken over or was told to forget its scripts refuses the calls under way,
 * and they are sent again, whole. The first of them makes the script known, and a new call by digest that came just behind
 * it would overtake the others. So from the first refusal on new calls wait, until every call under way has been answered
 * and the refused ones have been sent again. (Another client that makes the script known at that very moment can still let
 * a call overtake. A batch says what it expects, so it is refused then and does no harm.)
 *
 * <p>Thread safe. Does not block.
 */
final class ScriptQueue {

    private final Script script;
    private final Queue<Call<?>> refused = new ArrayDeque<>();
    private final Queue<Call<?>> waiting = new ArrayDeque<>();
    private int underWay;

    ScriptQueue(Script script) {
        this.script = script;
    }

    <T> CompletionStage<T> call(byte[][] keys, byte[]... arguments) {
        Call<T> call = new Call<>(keys, arguments);
        List<Runnable> listening = new ArrayList<>(1);
        synchronized (this) {
            if (refused.isEmpty()) {
                listening.add(send(call));
            } else {
                waiting.add(call);
            }
        }
        // Outside of the lock: an answer that is there already is passed on at once, to code that is not ours.
        listening.forEach(Runnable::run);
        return call.answer;
    }

    /** Returns what has to be run to listen for the answer. */
    private <T> Runnable send(Call<T> call) {
        CompletionStage<T> sent = script.byDigest(call.keys, call.arguments);
        underWay++;
        return () -> sent.whenComplete((value, problem) -> answered(call, value, problem));
    }

    private <T> void answered(Call<T> call, @Nullable T value, @Nullable Throwable problem) {
        boolean again = Script.isUnknownScript(problem);
        List<Runnable> listening = new ArrayList<>();
        synchronized (this) {
            underWay--;
            if (again) {
                refused.add(call);
            }
            if (underWay == 0) {
                refused.forEach(each -> listening.add(sendWhole(each)));
                refused.clear();
                waiting.forEach(each -> listening.add(send(each)));
                waiting.clear();
            }
        }
        if (!again) {
            call.complete(value, problem);
        }
        listening.forEach(Runnable::run);
    }

    private <T> Runnable sendWhole(Call<T> call) {
        CompletionStage<T> sent = script.whole(call.keys, call.arguments);
        return () -> sent.whenComplete(call::complete);
    }

    /** What is called, and who waits for the answer. */
    private static final class Call<T> {

        private final byte[][] keys;
        private final byte[][] arguments;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Call(byte[][] keys, byte[][] arguments) {
            this.keys = keys;
            this.arguments = arguments;
        }

        void complete(@Nullable T value, @Nullable Throwable problem) {
            if (problem == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(problem);
            }
        }
    }
}
