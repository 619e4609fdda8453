package dev.lockstep.testbed.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that starts a Redis in a folder, prints its process id and waits for the end of its input. */
final class HoldsRedis {

    private HoldsRedis() {}

    public static void main(String[] args) throws IOException {
        RedisOptions options = RedisOptions.DEFAULT.asProcess().withFolder(Path.of(args[0]));
        RedisServer server = RedisServer.start(options);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(server.pid());
        System.in.readAllBytes();
    }
}
