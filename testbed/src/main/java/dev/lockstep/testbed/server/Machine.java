package dev.lockstep.testbed.server;

import java.util.Locale;
import java.util.Optional;

/**
 * What this machine can run.
 *
 * @param system {@code linux} or {@code mac}, or another system's own name in lower case
 * @param processor {@code amd64} or {@code arm64}, or another processor's own name
 */
record Machine(String system, String processor) {

    /** The one we are on. */
    static Machine current() {
        return named(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** From the names that Java gives. */
    static Machine named(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT);
        String processor = switch (osArch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> osArch;
        };
        return new Machine(system.startsWith("mac") ? "mac" : system, processor);
    }

    /** The class path resource with the server's embedded binary; empty where there is none for this machine. */
    Optional<String> resource(ServerKind kind) {
        String text = switch (kind + " " + system + " " + processor) {
            case "MYSQL linux amd64" -> "/mysql-Linux-amd64.tar.gz";
            // There is none for Apple's own processors, but Rosetta runs this one.
            case "MYSQL mac amd64", "MYSQL mac arm64" -> "/mysql-Mac_OS_X-x86_64.tar.gz";
            case "REDIS linux amd64" -> "/redis-server-6.2.6-v5-linux-amd64";
            case "REDIS linux arm64" -> "/redis-server-6.2.7-linux-arm64";
            case "REDIS mac amd64" -> "/redis-server-6.2.6-v5-darwin-amd64";
            case "REDIS mac arm64" -> "/redis-server-6.2.6-v5-darwin-arm64";
            default -> "";
        };
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Override
    public String toString() {
        return system + " on " + processor;
    }
}
