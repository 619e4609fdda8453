package dev.lockstep.endtoend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.redis.Entry;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.Reading;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.cache.table.RowKey;
import dev.lockstep.testbed.Eventually;
import io.lettuce.core.KillArgs;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that share a mark: which do, which must not, and what happens to them where Redis has lost something. */
final class MarkIT {

    private static final MultiThreadIoEventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(1, sockets());
    private static final EventLoop LOOP = GROUP.next();
    private static final Scratch SCRATCH = Scratch.start();
    private static final RedisCache CACHE = RedisCache.connect(
            new RedisAddress(List.of(SCRATCH.address()), Duration.ofSeconds(10)), new KeyLayout("scratch", 1), LOOP);

    private static final RowKey ADA = Heroes.key("ada");

    @BeforeEach
    void aRow() {
        SCRATCH.flush();
        SCRATCH.openAt(1);
        SCRATCH.apply(2, Heroes.put(ADA, 2, "Ada"));
        // A server that does not know a script yet is asked twice.
        isAda(read().join());
        SCRATCH.redis().configResetstat();
    }

    @AfterAll
    static void stop() {
        CACHE.close();
        SCRATCH.close();
        GROUP.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void readsOfOneRoundShareAMark() {
        List<CompletableFuture<Reading>> readings = onLoop(() -> reads(100)).join();

        assertThat(readings).allSatisfy(reading -> isAda(reading.join()));
        assertThat(calls("evalsha")).isEqualTo(1);
        assertThat(calls("get")).isEqualTo(100);
    }

    @Test
    void aReadThatIsAskedForWhenTheMarkHasBeenSentHasOneOfItsOwn() {
        CompletableFuture<CompletableFuture<Reading>> later = new CompletableFuture<>();
        CompletableFuture<Reading> first = onLoop(() -> {
                    CompletableFuture<Reading> reading = read();
                    // Runs when the answer is being read, and so before what is asked for then is sent.
                    var unusedRun = reading.thenRun(() -> {
                        var unusedReading = read();
                        LOOP.execute(() -> later.complete(read()));
                    });
                    return List.of(reading);
                })
                .join()
                .getFirst();

        isAda(first.join());
        isAda(later.join().join());
        assertThat(calls("evalsha")).isEqualTo(3);
    }

    @Test
    void elsewhereEachReadHasAMarkOfItsOwn() {
        assertThat(reads(10)).allSatisfy(reading -> isAda(reading.join()));

        assertThat(calls("evalsha")).isEqualTo(10);
    }

    @Test
    void redisMayForgetTheScripts() {
        SCRATCH.redis().scriptFlush();

        assertThat(onLoop(() -> reads(10)).join()).allSatisfy(reading -> isAda(reading.join()));
        SCRATCH.redis().configResetstat();
        assertThat(onLoop(() -> reads(10)).join()).allSatisfy(reading -> isAda(reading.join()));
        assertThat(calls("evalsha")).isEqualTo(1);
    }

    @Test
    void aReadOfWhatCannotBeReadFailsAndDoesNotGoOnForEver() {
        SCRATCH.redis().set(CACHE.layout().entry(ADA), "P" + "x".repeat(Entry.HEADER - 1));

        assertThat(onLoop(() -> reads(1)).join().getFirst()).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    void whatIsNotAnEntryIsNone() {
        SCRATCH.redis().del(CACHE.layout().entry(ADA));
        SCRATCH.redis().lpush(CACHE.layout().entry(ADA), "not ours");

        assertThat(onLoop(() -> reads(1)).join().getFirst().join().kind()).isEqualTo(Reading.Kind.NOTHING);
    }

    @Test
    void manyRowsAreAskedForAtOnceAndAreWhatEachIsAlone() {
        RowKey eve = Heroes.key("eve");
        RowKey other = Heroes.key("other");
        RowKey nobody = Heroes.key("nobody");
        SCRATCH.apply(3, Heroes.remove(eve, 3));
        SCRATCH.redis().lpush(CACHE.layout().entry(other), "not ours");
        SCRATCH.redis().configResetstat();
        List<RowKey> keys = List.of(ADA, eve, other, nobody, ADA);

        List<Reading> readings =
                CACHE.read(keys, Scratch.SHAPE).toCompletableFuture().join();

        assertThat(calls("mget")).isEqualTo(1);
        assertThat(calls("get")).isZero();
        assertThat(readings)
                .extracting(Reading::kind)
                .containsExactly(
                        Reading.Kind.PRESENT,
                        Reading.Kind.ABSENT,
                        Reading.Kind.NOTHING,
                        Reading.Kind.NOTHING,
                        Reading.Kind.PRESENT);
        assertThat(readings.getLast().document())
                .isEqualTo(CACHE.read(ADA, Scratch.SHAPE)
                        .toCompletableFuture()
                        .join()
                        .document());
        assertThat(CACHE.read(keys, "another shape").toCompletableFuture().join())
                .extracting(Reading::kind)
                .containsOnly(Reading.Kind.NOTHING);
    }

    @Test
    void aConnectionThatIsLostIsMadeAgain() {
        SCRATCH.redis().clientKill(KillArgs.Builder.skipme());

        List<CompletableFuture<Reading>> readings = onLoop(() -> reads(10)).join();

        assertThat(readings).allSatisfy(reading -> {
            Reading said = reading.exceptionally(lost -> null).join();
            assertThat(said == null || said.kind() == Reading.Kind.PRESENT).isTrue();
        });
        Eventually.holds(
                Duration.ofSeconds(10),
                () -> isAda(onLoop(() -> reads(1)).join().getFirst().join()));
        Eventually.holds(
                Duration.ofSeconds(10), () -> assertThat(SCRATCH.clock()).isPositive());
    }

    /** As the driver chooses them. */
    private static IoHandlerFactory sockets() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private static CompletableFuture<Reading> read() {
        return CACHE.read(ADA, Scratch.SHAPE).toCompletableFuture();
    }

    private static List<CompletableFuture<Reading>> reads(int number) {
        return Stream.generate(MarkIT::read).limit(number).toList();
    }

    private static CompletableFuture<List<CompletableFuture<Reading>>> onLoop(
            Supplier<List<CompletableFuture<Reading>>> asked) {
        return CompletableFuture.supplyAsync(asked, LOOP);
    }

    private static void isAda(Reading reading) {
        assertThat(reading.kind()).isEqualTo(Reading.Kind.PRESENT);
        assertThat(reading.position()).isEqualTo(Moments.change(2));
        assertThat(reading.reached()).isEqualTo(Moments.change(2));
    }

    private static int calls(String command) {
        Matcher matcher = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                .matcher(SCRATCH.redis().info("commandstats"));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
