package dev.lockstep.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to start.
 *
 * @param name what people call it
 * @param environment what it gets; of our own environment it gets only where programs and folders are
 * @param log takes what it prints
 * @param folder is deleted when it has been closed
 * @param patience how long it may take to get ready
 * @param grace how long it may take to end when asked to
 */
record Launch(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path log,
        Optional<Path> folder,
        Duration patience,
        Duration grace) {}
