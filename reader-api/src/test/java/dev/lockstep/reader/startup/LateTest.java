package dev.lockstep.reader.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.reader.startup.Late.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LateTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final CompletableFuture<Throwable> givenUp = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void aFailureThatMayPassIsTriedAgain() throws InterruptedException {
        CountDownLatch there = new CountDownLatch(1);
        Late<String> late = begin(LONG, () -> {
            if (tries.incrementAndGet() < 3) {
                throw new IOException("not yet");
            }
            there.countDown();
            return "it";
        });

        assertThat(there.await(20, TimeUnit.SECONDS)).isTrue();
        late.close();

        assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("it");
        assertThat(late.now()).hasValue("it");
        assertThat(givenUp).isNotDone();
    }

    @Test
    void aFailureThatWillNotPassIsReportedAtOnce() {
        Late<String> late = begin(LONG, () -> {
            tries.incrementAndGet();
            throw new IllegalStateException("never");
        });

        assertThat(givenUp.orTimeout(20, TimeUnit.SECONDS).join()).hasMessage("never");
        assertThat(tries).hasValue(1);
        assertThat(late.now()).isEmpty();
    }

    @Test
    void patienceEnds() {
        begin(Duration.ofMillis(300), () -> {
            throw new IOException("not yet");
        });

        assertThat(givenUp.orTimeout(20, TimeUnit.SECONDS).join()).hasMessage("not yet");
    }

    @Test
    void whatComesAfterTheEndIsEndedToo() throws InterruptedException {
        CountDownLatch trying = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Late<String> late = begin(LONG, () -> {
            trying.countDown();
            boolean interrupted = false;
            while (go.getCount() > 0) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return interrupted || Thread.interrupted() ? "late" : "uninterrupted";
        });
        assertThat(trying.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(late.now()).isEmpty();
        late.close();
        go.countDown();

        assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("late");
        assertThat(givenUp).isNotDone();
    }

    private Late<String> begin(Duration patience, Callable<String> how) {
        return Late.begin(new Wish<>("it", how, IOException.class, patience, ended::complete), givenUp::complete);
    }
}
