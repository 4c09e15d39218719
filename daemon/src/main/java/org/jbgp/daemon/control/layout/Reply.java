package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes reply lines in the framing of BIRD's control protocol (BIRD doc/reply_codes): {@code CODE-text} for the first
 * line of a code, a space and the text for further lines of the same code, {@code CODE text} for the last line.
 *
 * <p>Output is bounded: lines collect in one buffer of fixed size, and a full buffer is written out before the next
 * line is taken, so a slow reader holds up its own session and nothing else. All methods may be called from any thread;
 * lines never mix.
 */
public final class Reply {

    /** Where full buffers go. May block; an exception ends the session. */
    @FunctionalInterface
    public interface Sink {

        /** Writes all bytes between position and limit. */
        void write(ByteBuffer bytes) throws IOException;
    }

    private static final int CAPACITY = 16 * 1024;

    /** Codes from here on are errors. */
    private static final int FIRST_ERROR = 8000;

    /** A line of a command that has no keys of its own. */
    public record TextLine(int code, String text) {}

    private final Sink sink;
    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);
    private int lastCode;
    /** Lines are objects of JSON. */
    private boolean objects;
    /** Lines have their codes in front. */
    private final boolean codes;

    public Reply(Sink sink) {
        this(sink, true);
    }

    private Reply(Sink sink, boolean codes) {
        this.sink = sink;
        this.codes = codes;
    }

    /** The texts alone, without codes, for files and logs that people read. */
    public static Reply withoutCodes(Sink sink) {
        return new Reply(sink, false);
    }

    /** From now on lines are objects of JSON with the keys {@code code} and {@code text}, but for errors. */
    public synchronized void asObjects(boolean objects) {
        this.objects = objects;
    }

    /** A line that is not the last one. */
    public synchronized void row(int code, CharSequence text) throws IOException {
        if (objects && code < FIRST_ERROR && code != JsonLayout.JSON) {
            plainRow(JsonLayout.JSON, Json.text(new TextLine(code, text.toString())));
        } else {
            plainRow(code, text);
        }
    }

    /** A row of an answer in JSON: the value as one object, see {@link Json}. */
    public void object(Object value) throws IOException {
        row(JsonLayout.JSON, Json.text(value));
    }

    private void plainRow(int code, CharSequence text) throws IOException {
        if (codes) {
            if (code == lastCode) {
                put(' ');
            } else {
                code(code, '-');
            }
        }
        lastCode = code;
        line(text);
    }

    /** The last line of a reply; sends everything off. */
    public synchronized void end(int code, CharSequence text) throws IOException {
        if (objects && code < FIRST_ERROR && !text.isEmpty()) {
            row(code, text);
            plainEnd(0, "");
        } else {
            plainEnd(code, text);
        }
    }

    private void plainEnd(int code, CharSequence text) throws IOException {
        if (codes) {
            code(code, ' ');
        }
        lastCode = 0;
        if (codes || !text.isEmpty()) {
            line(text);
        }
        flush();
    }

    /** A spontaneous line between others, e.g. an echoed log message; sends everything off. */
    public synchronized void spontaneous(CharSequence text) throws IOException {
        put('+');
        line(text);
        flush();
    }

    /** Sends off what has collected. */
    public synchronized void flush() throws IOException {
        buffer.flip();
        try {
            sink.write(buffer);
        } finally {
            buffer.clear();
        }
    }

    private void code(int code, char separator) throws IOException {
        put((char) ('0' + code / 1000 % 10));
        put((char) ('0' + code / 100 % 10));
        put((char) ('0' + code / 10 % 10));
        put((char) ('0' + code % 10));
        put(separator);
    }

    private void line(CharSequence text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                // A line break inside a text (an administrative message, say) would forge the framing.
                put(c == '\n' || c == '\r' ? ' ' : c);
            } else {
                i = wide(text, i);
            }
        }
        put('\n');
    }

    private int wide(CharSequence text, int at) throws IOException {
        int end = at + 1;
        if (Character.isHighSurrogate(text.charAt(at)) && end < text.length()) {
            end++;
        }
        for (byte b : text.subSequence(at, end).toString().getBytes(StandardCharsets.UTF_8)) {
            put((char) (b & 0xff));
        }
        return end - 1;
    }

    private void put(char c) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) c);
    }
}
