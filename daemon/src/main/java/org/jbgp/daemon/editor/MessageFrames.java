package org.jbgp.daemon.editor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The messages of an editor, each behind one line {@code Content-Length}. Whatever a reader of JSON could fail for in a
 * way that ends it is left out: other headers, lines that are none, lengths that are none, bodies too long or nested
 * too deeply. One thread.
 */
final class MessageFrames extends InputStream {
    /** Bytes of a message: far more than the largest text that is kept. */
    static final int LONGEST_BODY = 96 << 20;

    /** Brackets inside each other; the protocol's own values have a dozen. */
    private static final int DEEPEST = 100;

    /** Bytes of a line of headers; what follows is left out. */
    private static final int LONGEST_LINE = 4096;

    private static final String LENGTH = "content-length:";

    private final InputStream source;
    private byte[] message = {};
    private int at;

    MessageFrames(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == message.length && !next()) {
            return -1;
        }
        int count = Math.min(length, message.length - at);
        System.arraycopy(message, at, into, offset, count);
        at += count;
        return count;
    }

    /** Goes on to the next message that can be taken; false at the end. */
    private boolean next() throws IOException {
        long length = -1;
        while (true) {
            String line = line();
            if (line == null) {
                return false;
            }
            String lower = line.strip().toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = length(lower.substring(LENGTH.length()).strip());
            } else if (lower.isEmpty() && length > LONGEST_BODY) {
                source.skipNBytes(length);
                length = -1;
            } else if (lower.isEmpty() && length > 0) {
                byte[] body = source.readNBytes((int) length);
                if (body.length < length) {
                    return false;
                }
                if (isFlat(body)) {
                    take(body);
                    return true;
                }
                length = -1;
            }
        }
    }

    private void take(byte[] body) {
        byte[] header = ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        message = Arrays.copyOf(header, header.length + body.length);
        System.arraycopy(body, 0, message, header.length, body.length);
        at = 0;
    }

    private static boolean isFlat(byte[] body) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < body.length; i++) {
            switch (body[i]) {
                case '\\' -> i++;
                case '"' -> quoted = !quoted;
                case '[', '{' -> depth += quoted ? 0 : 1;
                case ']', '}' -> depth -= quoted ? 0 : 1;
                default -> {}
            }
            if (depth > DEEPEST) {
                return false;
            }
        }
        return true;
    }

    private static long length(String digits) {
        boolean good =
                !digits.isEmpty() && digits.length() < 12 && digits.chars().allMatch(Character::isDigit);
        return good ? Long.parseLong(digits) : -1;
    }

    /** A line without its end, or the beginning of one that is too long; null at the end. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = source.read(); c != '\n'; c = source.read()) {
            if (c < 0) {
                return null;
            }
            if (line.length() < LONGEST_LINE) {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
