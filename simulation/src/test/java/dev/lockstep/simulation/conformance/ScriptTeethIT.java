package dev.lockstep.simulation.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lockstep.testbed.server.RedisOptions;
import dev.lockstep.testbed.server.RedisServer;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison that finds no difference proves nothing, unless it finds each check of a script that is taken away. */
@Tag("any-server")
final class ScriptTeethIT {

    private static RedisServer server;

    @TempDir
    private Path scripts;

    @BeforeAll
    static void start() {
        server = RedisServer.start(RedisOptions.DEFAULT.asProcess());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(ScriptCheck.class)
    void aCheckThatIsTakenAwayIsMissed(ScriptCheck check) throws IOException {
        Path script = scripts.resolve(check.resource());
        Files.createDirectories(script.getParent());
        Files.writeString(script, check.takenAway());

        Throwable difference = catchThrowable(() -> play(check.isOfHashes()));

        assertThat(difference)
                .as("what the histories show without %s", check)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("history of seed");
        System.out.printf("%-24s %s%n", check, difference.getMessage());
    }

    @Test
    void nothingIsMissedWhereNothingIsTakenAway() {
        assertThatCode(() -> play(false)).doesNotThrowAnyException();
    }

    /** With everything loaded anew, and the scripts in the folder before those that are packaged. */
    private void play(boolean hashed) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Method play = loader.loadClass(Histories.class.getName())
                    .getDeclaredMethod("play", URI.class, boolean.class, boolean.class);
            play.setAccessible(true);
            play.invoke(null, server.uri(), hashed, true);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private URL[] classPath() {
        String[] packaged = System.getProperty("java.class.path").split(File.pathSeparator);
        return Stream.concat(Stream.of(scripts), Stream.of(packaged).map(Path::of))
                .map(ScriptTeethIT::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
