package dev.lockstep.testbed.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes operations down as they happen, one JSON object a line, so that a run can be checked again. Thread safe. */
public final class Recorder implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader READER = JSON.readerFor(Operation.class);
    private static final ObjectWriter WRITER = JSON.writerFor(Operation.class);

    private final Path file;
    private final BufferedWriter out;
    private final long origin = System.nanoTime();
    private boolean closed;

    private Recorder(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** Begins a record; what the file held is gone. */
    public static Recorder to(Path file) {
        try {
            return new Recorder(file, Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The clock of the record. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /** Adds to the record; does nothing once it is closed. */
    public void add(Operation operation) {
        try {
            String line = WRITER.writeValueAsString(operation);
            append(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Everything so far. */
    public List<Operation> read() {
        try {
            synchronized (this) {
                if (!closed) {
                    out.flush();
                }
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * A record that was written before.
     *
     * @throws IOException where the file cannot be read, or holds something else; the message names the line
     */
    public static List<Operation> read(Path file) throws IOException {
        List<Operation> operations = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            while (line != null) {
                operations.add(parse(file, operations.size() + 1, line));
                line = lines.readLine();
            }
        }
        return operations;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private synchronized void append(String line) throws IOException {
        if (!closed) {
            out.write(line);
            out.write('\n');
        }
    }

    private static Operation parse(Path file, int number, String line) throws IOException {
        try {
            return READER.readValue(line);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "%s, line %d: not an operation: %s".formatted(file, number, e.getOriginalMessage()), e);
        }
    }
}
