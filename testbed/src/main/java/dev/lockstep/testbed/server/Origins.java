package dev.lockstep.testbed.server;

import java.util.Optional;

/** Looks for a server in the order that {@link dev.lockstep.testbed.server} promises. */
final class Origins {

    private Origins() {}

    /**
     * The first place that has one.
     *
     * @param processOnly leaves out what cannot be killed and paused: addresses and containers
     * @throws UnfitMachineException where no place has one
     */
    static Origin find(ServerKind kind, boolean processOnly) {
        Optional<Origin> named = processOnly
                ? LocalBinary.of(kind)
                : GivenAddress.of(kind).or(() -> LocalBinary.of(kind)).or(() -> DockerEngine.of(kind));
        return named.orElseGet(() -> EmbeddedBinary.of(kind));
    }
}
