package dev.lockstep.testbed.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a MySQL server is to be. Immutable.
 *
 * @param port 0 takes a free one
 * @param folder where it keeps data and log, must not exist yet, is deleted on close; empty for a temporary one
 * @param binary the mysqld to run; empty to look for one
 * @param arguments for mysqld, after ours, so that they win
 * @param processOnly never an address or a container, which cannot be killed and paused
 */
public record MySqlOptions(
        int port, Optional<Path> folder, Optional<Path> binary, List<String> arguments, boolean processOnly) {

    /** A free port, a temporary folder, whatever server is found. */
    public static final MySqlOptions DEFAULT =
            new MySqlOptions(0, Optional.empty(), Optional.empty(), List.of(), false);

    public MySqlOptions {
        arguments = List.copyOf(arguments);
    }

    public MySqlOptions withPort(int port) {
        return new MySqlOptions(port, folder, binary, arguments, processOnly);
    }

    public MySqlOptions withFolder(Path folder) {
        return new MySqlOptions(port, Optional.of(folder), binary, arguments, processOnly);
    }

    public MySqlOptions withBinary(Path binary) {
        return new MySqlOptions(port, folder, Optional.of(binary), arguments, processOnly);
    }

    public MySqlOptions withArguments(String... arguments) {
        return new MySqlOptions(port, folder, binary, List.of(arguments), processOnly);
    }

    /** For whoever wants to kill or pause it. */
    public MySqlOptions asProcess() {
        return new MySqlOptions(port, folder, binary, arguments, true);
    }
}
