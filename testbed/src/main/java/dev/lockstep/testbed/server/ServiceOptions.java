package dev.lockstep.testbed.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a service is to be run.
 *
 * @param name what people call it
 * @param jar its main jar; the libraries it names lie beside it
 * @param javaOptions such as {@code -Xmx256m}
 * @param environment its settings; of our own environment it gets only where programs and folders are
 * @param log takes what it prints; appended to, kept on close
 * @param http where it answers {@code /health/readiness}
 * @param patience how long it may take to get ready
 */
public record ServiceOptions(
        String name,
        Path jar,
        List<String> javaOptions,
        Map<String, String> environment,
        Path log,
        URI http,
        Duration patience) {

    public ServiceOptions {
        javaOptions = List.copyOf(javaOptions);
        environment = Map.copyOf(environment);
    }

    /** The same with one more option for the JVM. */
    public ServiceOptions withJavaOption(String option) {
        List<String> more =
                Stream.concat(javaOptions.stream(), Stream.of(option)).toList();
        return new ServiceOptions(name, jar, more, environment, log, http, patience);
    }
}
