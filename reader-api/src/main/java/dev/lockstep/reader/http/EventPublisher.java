package dev.lockstep.reader.http;

import dev.lockstep.cache.redis.ChangeEntry;
import dev.lockstep.reader.changes.Follower;
import dev.lockstep.reader.changes.Following;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.io.buffer.ReadBufferFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of a response that tells changes for as long as the client wants to know. Nothing is read before the client has
 * taken what was read before: one at a time, on a virtual thread that lives as long as the response. To be subscribed to once.
 */
final class EventPublisher implements Publisher<ReadBuffer>, Subscription, Runnable {

    /** Bytes that are written at once, at most. */
    private static final int PIECE = 32 * 1024;

    /** Somebody who asks for more than that asks for all. */
    private static final int ALL = 1_000_000;

    private static final byte[] NOTHING = {};

    private final EventStream stream;
    private final ReadBufferFactory buffers;
    private final Semaphore demand = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("event-stream").unstarted(this);
    private @Nullable Subscriber<? super ReadBuffer> subscriber;
    private @Nullable Follower follower;
    private volatile boolean cancelled;

    EventPublisher(EventStream stream, ReadBufferFactory buffers) {
        this.stream = stream;
        this.buffers = buffers;
    }

    /** To the framework it is an error after the head was sent, and so it closes the connection with what waits to be sent. */
    private static final class StalledException extends RuntimeException {
        private StalledException(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void subscribe(Subscriber<? super ReadBuffer> wanting) {
        subscriber = wanting;
        follower = stream.following()
                .follow(stream.interest(), stream.from(), thread::interrupt)
                .orElse(null);
        wanting.onSubscribe(this);
        thread.start();
    }

    @Override
    public void request(long more) {
        demand.release((int) Math.min(more, ALL));
    }

    @Override
    public void cancel() {
        cancelled = true;
        thread.interrupt();
    }

    @Override
    public void run() {
        Subscriber<? super ReadBuffer> wanting = subscriber;
        if (wanting == null) {
            return;
        }
        try (Follower telling = follower) {
            if (telling != null) {
                tell(telling, wanting);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            cancelled = true;
            wanting.onError(e);
        }
        if (!cancelled) {
            wanting.onComplete();
        }
    }

    private void tell(Follower telling, Subscriber<? super ReadBuffer> wanting) throws InterruptedException {
        Following.Limits limits = stream.following().limits();
        long over = System.nanoTime() + limits.life().toNanos();
        for (long left = limits.life().toNanos(); left > 0 && !cancelled; left = over - System.nanoTime()) {
            awaitDemand();
            Follower.News news = telling.next(
                    Duration.ofNanos(Math.min(left, limits.heartbeat().toNanos())));
            if (news instanceof Follower.Ended) {
                return;
            }
            send(text(news), wanting);
        }
    }

    /** In pieces, so that whoever takes it slowly is seen to take it. The first is demanded already. */
    private void send(byte[] text, Subscriber<? super ReadBuffer> wanting) throws InterruptedException {
        for (int at = 0; at < text.length && !cancelled; at += PIECE) {
            if (at > 0) {
                awaitDemand();
            }
            wanting.onNext(buffers.adapt(Arrays.copyOfRange(text, at, Math.min(text.length, at + PIECE))));
        }
    }

    private void awaitDemand() throws InterruptedException {
        Duration stall = stream.following().limits().stall();
        if (!demand.tryAcquire(stall.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StalledException("a client that follows changes has taken nothing for " + stall);
        }
    }

    private byte[] text(Follower.News news) {
        return switch (news) {
            case Follower.Told told -> {
                told.entries().stream()
                        .map(ChangeEntry::kind)
                        .forEach(stream.following().meter()::told);
                yield EventText.of(
                        stream.interest().table(),
                        told.entries().stream().map(stream.view()::of).toList());
            }
            case Follower.Here here -> EventText.here(here.place());
            case Follower.Nowhere nowhere -> EventText.nowhere();
            case Follower.Ended ended -> NOTHING;
        };
    }
}
