package dev.lockstep.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** wrk, one thread and 64 connections, and what the servers' processes spend meanwhile. */
final class Load {

    static final int CONNECTIONS = 64;

    /** What Linux counts a process' time in; it has been this on every machine for decades. */
    private static final double MICROS_PER_TICK = 10_000;

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern P99 = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    private Load() {}

    /**
     * One round.
     *
     * @param micros of the server's CPU for each request
     */
    record Round(double requestsPerSecond, double p99Millis, double micros) {}

    /** Sends what a script says, for some seconds, and fails where one answer is another one than 2xx. */
    static Round run(URI server, Path script, int seconds, List<Long> pids) {
        double before = micros(pids);
        String said = output(List.of(
                "wrk",
                "--latency",
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + seconds + "s",
                "-s",
                script.toString(),
                server.toString()));
        double spent = micros(pids) - before;
        if (REFUSED.matcher(said).find()) {
            throw new IllegalStateException("not every answer was the row: " + said);
        }
        Matcher p99 = found(P99, said);
        double unit = switch (p99.group(2)) {
            case "us" -> 0.001;
            case "ms" -> 1;
            default -> 1_000;
        };
        return new Round(number(RATE, said), Double.parseDouble(p99.group(1)) * unit, spent / number(REQUESTS, said));
    }

    /** Has processes run on one core, and what they start. */
    static void pin(int core, List<Long> pids) {
        pids.forEach(pid -> output(List.of("taskset", "-acp", Integer.toString(core), Long.toString(pid))));
    }

    /** A script for wrk: a GET of each of these in turn, with these headers. */
    static Path gets(List<String> targets, String headers) {
        String quoted = String.join(
                ",", targets.stream().map(each -> "\"" + each + "\"").toList());
        return script("""
                local targets, n = {%s}, 0
                request = function() n = n %% #targets + 1 return wrk.format("GET", targets[n], {%s}) end
                """.formatted(quoted, headers));
    }

    /** A script for wrk: the same POST again and again. */
    static Path posts(String target, String body) {
        return script("""
                wrk.method, wrk.body, wrk.path = "POST", '%s', "%s"
                wrk.headers["Content-Type"] = "application/json"
                """.formatted(body, target));
    }

    /** What a program prints; it has to end well. */
    static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s cannot be run (expected: the Debian packages wrk, webdis and redis-tools)"
                            .formatted(command.getFirst()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A script for wrk, which goes when this process does. */
    static Path script(String text) {
        try {
            Path script = Files.createTempFile("lockstep-load", ".lua");
            script.toFile().deleteOnExit();
            return Files.writeString(script, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of CPU that these processes have had so far. */
    static double micros(List<Long> pids) {
        return pids.stream().mapToLong(Load::ticks).sum() * MICROS_PER_TICK;
    }

    /** Of user and system together: the 14th and 15th word, behind a name in brackets that may have blanks in it. */
    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            List<String> words =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return Long.parseLong(words.get(11)) + Long.parseLong(words.get(12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double number(Pattern pattern, String text) {
        return Double.parseDouble(found(pattern, text).group(1));
    }

    private static Matcher found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in: " + text);
        }
        return matcher;
    }
}
