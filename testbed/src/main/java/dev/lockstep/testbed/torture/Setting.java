package dev.lockstep.testbed.torture;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be tortured, and where.
 *
 * @param home where the services are built
 * @param folder exists; takes the logs and the servers' data, which is deleted on close
 * @param tag part of the names of the servers' folders, so that no two runs share one
 * @param workers how many, of which one is active
 * @param reader further settings of the reader
 * @param mysqld the binary to run; empty for whatever is found
 * @param redisServer the same
 */
public record Setting(
        Path home,
        Path folder,
        String tag,
        int workers,
        Map<String, String> reader,
        Optional<Path> mysqld,
        Optional<Path> redisServer) {

    /** Where a service logs. */
    Path log(String service) {
        return folder.resolve(service + ".log");
    }

    /** Where a server keeps its data. */
    Path server(String name) {
        return folder.resolve(name + "-" + tag);
    }
}
