package dev.lockstep.testbed.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands in for a service where only its life as a process matters: answers readiness, or ends at once. */
public final class FakeService {

    private static final String BEHAVIOUR = "behaviour";

    /** What it does. */
    public enum Behaviour {
        GETS_READY,
        ENDS_AT_ONCE,
        NEVER_READY
    }

    private FakeService() {}

    /** Makes a jar of it. */
    public static Path jar(Path file, Behaviour behaviour) throws IOException {
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        try (OutputStream bytes = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            addClass(jar, FakeService.class);
            addClass(jar, Behaviour.class);
            jar.putNextEntry(new JarEntry(BEHAVIOUR));
            jar.write(behaviour.name().getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    public static void main(String[] args) throws IOException {
        System.out.println("settings: " + new TreeSet<>(System.getenv().keySet()));
        switch (behaviour()) {
            case GETS_READY -> serve(200);
            case NEVER_READY -> serve(503);
            case ENDS_AT_ONCE -> {
                System.out.println("DB_HOST is not to my liking");
                System.exit(3);
            }
        }
    }

    private static void serve(int status) throws IOException {
        int port = Integer.parseInt(System.getenv("HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/health/readiness", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    private static Behaviour behaviour() throws IOException {
        try (InputStream text = FakeService.class.getResourceAsStream("/" + BEHAVIOUR)) {
            if (text == null) {
                throw new IllegalStateException("not run from its jar");
            }
            return Behaviour.valueOf(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void addClass(JarOutputStream jar, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = FakeService.class.getResourceAsStream("/" + name)) {
            if (bytes == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            jar.putNextEntry(new JarEntry(name));
            bytes.transferTo(jar);
        }
    }
}
