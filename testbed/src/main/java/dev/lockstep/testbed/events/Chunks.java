package dev.lockstep.testbed.events;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a chunked response (RFC 9112, section 7.1). Ends where the last chunk has come; fails where it has not. */
final class Chunks extends InputStream {

    private final InputStream connection;
    private int left;
    private boolean begun;
    private boolean over;

    Chunks(InputStream connection) {
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (left == 0 && !over) {
            left = next();
            over = left == 0;
        }
        if (over || length == 0) {
            return over ? -1 : 0;
        }
        int read = connection.read(bytes, from, Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the connection ended in the middle of a response");
        }
        left -= read;
        return read;
    }

    private int next() throws IOException {
        if (begun) {
            line();
        }
        begun = true;
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = connection.read(); each != '\n'; each = connection.read()) {
            if (each < 0) {
                throw new EOFException("the connection ended in the middle of a response");
            }
            line.append((char) each);
        }
        return line.toString().strip();
    }
}
