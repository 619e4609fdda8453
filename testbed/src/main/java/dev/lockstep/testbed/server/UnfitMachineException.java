package dev.lockstep.testbed.server;

/** There is no server that this machine can run. The message names what to do. */
public final class UnfitMachineException extends RuntimeException {

    UnfitMachineException(ServerKind kind, Machine machine) {
        super("""
                no embedded %s runs here: %s (expected: Linux or macOS on x86-64).
                With Docker, this starts everything in containers:  docker compose up
                With a server of your own, name its binary:  -D%s=/path""".formatted(kind.title(), machine, kind.binaryProperty()));
    }
}
