package dev.lockstep.reader.lookup;

import static dev.lockstep.reader.stage.PlayedWorker.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cache.position.Position;
import dev.lockstep.cache.redis.KeyLayout;
import dev.lockstep.cache.redis.RedisAddress;
import dev.lockstep.cache.redis.RedisCache;
import dev.lockstep.reader.stage.PlayedWorker;
import dev.lockstep.reader.stage.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Redis that said how far it is may not be the one that has the row: a replica was promoted in between, without its last writes. */
@ExtendWith(Stage.Extension.class)
final class FallenBackIT {

    private final HeroLookups heroes;
    private final RedisCache promoted;
    private final Demand demand;

    FallenBackIT(Stage stage) throws SQLException {
        heroes = new HeroLookups(stage);
        String name = heroes.hero().name().schema() + "-promoted";
        promoted = RedisCache.connect(
                new RedisAddress(List.of(stage.redis().uri()), Duration.ofSeconds(5)), new KeyLayout(name, 1));
        PlayedWorker there = new PlayedWorker(stage.mysql(), promoted).open();
        Position change = update("Eve");
        there.apply(heroes.put(change, 1, "Eve"));

        heroes.worker().open();
        Position next = update("Zoe");
        heroes.worker().apply(heroes.put(next, 1, "Zoe"));
        demand = new Demand(Optional.empty(), Optional.of(new Claim.At(next)), false);
    }

    @AfterEach
    void close() {
        promoted.close();
        heroes.close();
    }

    @Test
    void aRowIsNotTakenFromOne() {
        try (Lookup lookup = promotedAfter(1)) {
            assertThat(HeroLookups.text(await(lookup.find(heroes.request("1"), demand))))
                    .isEqualTo("BYPASS {\"id\":1,\"name\":\"Zoe\"}");
        }
    }

    @Test
    void norAreSeveral() {
        // Which partition the row is in is asked first.
        try (Lookup lookup = promotedAfter(2)) {
            assertThat(await(lookup.find(List.of(heroes.request("1")), demand)))
                    .extracting(HeroLookups::text)
                    .containsExactly("BYPASS {\"id\":1,\"name\":\"Zoe\"}");
        }
    }

    @Test
    void withoutAFailoverTheRowIsTaken() {
        try (Lookup lookup = heroes.lookup(() -> Optional.of(heroes.cache()))) {
            assertThat(HeroLookups.text(await(lookup.find(heroes.request("1"), demand))))
                    .isEqualTo("HIT {\"id\":1,\"name\":\"Zoe\"}");
        }
    }

    private Position update(String name) throws SQLException {
        return heroes.worker()
                .change("UPDATE %s SET name = '%s'".formatted(heroes.hero().name(), name));
    }

    /** So many calls find the one that fails then. */
    private Lookup promotedAfter(int calls) {
        AtomicInteger made = new AtomicInteger();
        return heroes.lookup(() -> Optional.of(made.incrementAndGet() <= calls ? heroes.cache() : promoted));
    }
}
