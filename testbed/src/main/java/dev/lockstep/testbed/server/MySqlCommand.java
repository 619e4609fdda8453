package dev.lockstep.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command lines of mysqld. They fit 8.0 and every later version; {@code loose} options are ignored where unknown. */
final class MySqlCommand {

    private static final List<String> ALWAYS = List.of(
            "--loose-mysqlx=OFF",
            "--default-time-zone=+00:00",
            // Many servers on one machine use up the kernel's native requests, and see EmbeddedBinary.
            "--innodb-use-native-aio=OFF",
            "--innodb-buffer-pool-size=64M",
            "--loose-innodb-log-file-size=32M",
            "--loose-innodb-redo-log-capacity=64M",
            "--innodb-flush-log-at-trx-commit=1");

    private static final List<String> REPLICATING = List.of(
            "--server-id=1",
            "--log-bin=binlog",
            "--loose-binlog-format=ROW",
            "--gtid-mode=ON",
            "--enforce-gtid-consistency=ON",
            "--sync-binlog=1",
            "--local-infile=ON",
            "--secure-file-priv=");

    private MySqlCommand() {}

    /** Creates the files of an empty server in a folder that does not exist yet. */
    static List<String> initialise(Path binary, Path data) {
        List<String> command = base(binary, data);
        command.add("--initialize-insecure");
        return command;
    }

    /** Runs without a binlog, so that what {@code script} does leaves no trace in it. */
    static List<String> prepare(Path binary, Path data, int port, Path script) {
        List<String> command = listening(binary, data, port);
        command.add("--skip-log-bin");
        command.add("--init-file=" + script);
        return command;
    }

    /** Runs as the servers of tests and demo do. */
    static List<String> run(Path binary, Path data, int port, List<String> more) {
        List<String> command = listening(binary, data, port);
        command.addAll(REPLICATING);
        command.addAll(more);
        return command;
    }

    /** What the entry point of an image hands to mysqld; where its files are is the image's business. */
    static List<String> inContainer(List<String> more) {
        return Stream.of(List.of("mysqld"), ALWAYS, REPLICATING, more)
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> listening(Path binary, Path data, int port) {
        List<String> command = base(binary, data);
        command.add("--port=" + port);
        command.add("--bind-address=127.0.0.1");
        // A relative name is one in the data folder; the full one could be too long for a socket.
        command.add("--socket=mysql.sock");
        command.add("--pid-file=mysqld.pid");
        command.add("--skip-name-resolve");
        return command;
    }

    private static List<String> base(Path binary, Path data) {
        // --no-defaults counts only as the first.
        List<String> command = new ArrayList<>(List.of(binary.toString(), "--no-defaults", "--datadir=" + data));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--user=root");
        }
        Path messages = binary.resolveSibling("../share").normalize();
        if (Files.isDirectory(messages.resolve("english"))) {
            command.add("--lc-messages-dir=" + messages);
        }
        command.addAll(ALWAYS);
        return command;
    }
}
