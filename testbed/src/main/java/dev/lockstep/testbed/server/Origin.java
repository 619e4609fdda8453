package dev.lockstep.testbed.server;

import java.net.URI;
import java.nio.file.Path;

/** Where a server comes from. */
sealed interface Origin {

    /** It is there already, and is not ours. */
    record Address(URI uri) implements Origin {}

    /** It is a process that we start. */
    record Binary(Path path) implements Origin {}

    /** It is a container that we start. */
    record Image(String name) implements Origin {}
}
