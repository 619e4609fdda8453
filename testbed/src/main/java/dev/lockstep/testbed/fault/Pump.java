package dev.lockstep.testbed.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Carries what comes from one socket to another. Holds at most a megabyte; then the sender has to wait, as on a real line. */
final class Pump {

    private static final int CHUNK = 16 * 1024;
    private static final int MOST_CHUNKS = 64;

    private final Socket from;
    private final Socket to;
    private final Line line;
    private final Link link;
    private final BlockingQueue<Parcel> underWay = new ArrayBlockingQueue<>(MOST_CHUNKS);

    Pump(Socket from, Socket to, Line line, Link link) {
        this.from = from;
        this.to = to;
        this.line = line;
        this.link = link;
    }

    /** What is on its way, and when it is due. */
    private sealed interface Parcel {

        long due();

        record Bytes(ByteBuffer bytes, long due) implements Parcel {}

        /** The sender has said all it had to say. */
        record End(long due) implements Parcel {}

        /** The sender's connection was reset. */
        record Broken(long due) implements Parcel {}
    }

    void start() {
        link.run("proxy-in", this::take);
        link.run("proxy-out", this::deliver);
    }

    private void take() {
        try {
            underWay.put(takeAll());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how it ended. */
    private Parcel takeAll() throws InterruptedException {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                underWay.put(new Parcel.Bytes(ByteBuffer.wrap(Arrays.copyOf(buffer, length)), line.due()));
            }
            return new Parcel.End(line.due());
        } catch (IOException e) {
            return new Parcel.Broken(line.due());
        }
    }

    private void deliver() {
        try {
            while (deliver(underWay.take())) {
                // On to the next.
            }
        } catch (IOException e) {
            link.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is more to come. */
    private boolean deliver(Parcel parcel) throws IOException, InterruptedException {
        line.awaitPassage(parcel.due());
        return switch (parcel) {
            case Parcel.Bytes some -> {
                to.getOutputStream().write(some.bytes().array());
                yield true;
            }
            case Parcel.End end -> {
                to.shutdownOutput();
                link.halfClosed();
                yield false;
            }
            case Parcel.Broken broken -> {
                link.reset();
                yield false;
            }
        };
    }
}
