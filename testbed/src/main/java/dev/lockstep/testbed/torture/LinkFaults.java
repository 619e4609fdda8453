package dev.lockstep.testbed.torture;

import dev.lockstep.testbed.fault.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What can happen on the four links. */
final class LinkFaults {

    private static final int SHORT = 200;
    private static final int LONG = 5_000;
    private static final int LEAST_DELAY = 5;
    private static final int MOST_DELAY = 150;

    private LinkFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(on(
                "worker to MySQL",
                battle -> battle.any(battle.arena().workers()).mysql()));
        all.addAll(on(
                "worker to Redis",
                battle -> battle.any(battle.arena().workers()).redis()));
        all.addAll(on("reader to MySQL", battle -> battle.arena().reader().mysql()));
        all.addAll(on("reader to Redis", battle -> battle.arena().reader().redis()));
        return all;
    }

    private static List<Fault> on(String name, Function<Battle, TcpProxy> link) {
        return List.of(
                Fault.momentary(name + " cut", battle -> link.apply(battle).cut()),
                Fault.momentary(name + " reset", battle -> link.apply(battle).reset()),
                Fault.of(name + " refused", battle -> refuse(battle, link.apply(battle))),
                Fault.of(name + " half-open", battle -> freeze(battle, link.apply(battle))),
                Fault.of(name + " slow", battle -> delay(battle, link.apply(battle))));
    }

    private static Fault.Cure refuse(Battle battle, TcpProxy link) throws InterruptedException {
        link.refuse(true);
        link.reset();
        battle.hold(SHORT, LONG);
        return () -> link.refuse(false);
    }

    /** What was held arrives late, or never. */
    private static Fault.Cure freeze(Battle battle, TcpProxy link) throws InterruptedException {
        boolean arrives = battle.oneIn(2);
        link.freeze();
        battle.hold(SHORT, LONG);
        return () -> {
            if (!arrives) {
                link.reset();
            }
            link.thaw();
        };
    }

    private static Fault.Cure delay(Battle battle, TcpProxy link) throws InterruptedException {
        link.delay(Duration.ofMillis(battle.random().nextInt(LEAST_DELAY, MOST_DELAY)));
        battle.hold(SHORT, LONG);
        return () -> link.delay(Duration.ZERO);
    }
}
