package dev.lockstep.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** The binary that comes as a library on the class path, unpacked once into the cache. */
final class EmbeddedBinary {

    private EmbeddedBinary() {}

    /** Throws {@link UnfitMachineException} where there is none for this machine. */
    static Origin of(ServerKind kind) {
        Machine machine = Machine.current();
        String resource = machine.resource(kind).orElseThrow(() -> new UnfitMachineException(kind, machine));
        URL url = EmbeddedBinary.class.getResource(resource);
        if (url == null) {
            throw new IllegalStateException("not on the class path: " + resource);
        }
        try {
            return new Origin.Binary(kind == ServerKind.MYSQL ? mysql(resource, url) : redis(resource, url));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + resource + " into " + CacheFolder.root(), e);
        }
    }

    private static Path redis(String resource, URL url) throws IOException {
        Path home = CacheFolder.make(named(resource, url), folder -> {
            Path binary = folder.resolve("redis-server");
            try (InputStream bytes = url.openStream()) {
                Files.copy(bytes, binary);
            }
            Archive.makeExecutable(binary);
        });
        return home.resolve("redis-server");
    }

    private static Path mysql(String resource, URL url) throws IOException {
        Path home = CacheFolder.make(named(resource, url), folder -> {
            try (InputStream bytes = url.openStream()) {
                Archive.unpack(bytes, folder);
            }
            standInForLibaio(folder);
        });
        return home.resolve("bin").resolve("mysqld");
    }

    /**
     * mysqld names libaio, which many machines have not installed, but calls it only for native asynchronous I/O, which
     * {@link MySqlCommand} turns off. Any library takes its place then; the loader only says that it knows no versions of
     * it. It lies beside mysqld, where that looks first.
     */
    private static void standInForLibaio(Path folder) throws IOException {
        Path any = Path.of("libssl.so.1.0.0");
        if (Files.exists(folder.resolve("bin").resolve(any))) {
            Files.createSymbolicLink(folder.resolve("bin").resolve("libaio.so.1"), any);
        }
    }

    /** The size tells versions apart that have the same name. */
    private static String named(String resource, URL url) throws IOException {
        String name = resource.substring(1).replace(".tar.gz", "");
        return name + "-" + url.openConnection().getContentLengthLong();
    }
}
