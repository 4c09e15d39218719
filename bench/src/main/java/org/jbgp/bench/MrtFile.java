package org.jbgp.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the BGP messages out of an MRT file (RFC 6396 §4.4, BGP4MP and BGP4MP_ET), for benchmarks and tests.
 *
 * @param messages whole messages, header included, in the order of the file
 */
public record MrtFile(List<Message> messages) {
    private static final int BGP4MP = 16;
    private static final int BGP4MP_ET = 17;
    private static final int MESSAGE = 1;
    private static final int MESSAGE_AS4 = 4;
    private static final int MICROSECONDS = 4;
    private static final int HEADER = 12;
    private static final int UPDATE = 2;
    private static final int BGP_HEADER = 19;

    /** The full-table session of the shared corpus, seen from a repository root. */
    private static final String FULL_TABLE = "shared/corpus/mrt/full-table-session.2015.mrt.gz";

    /** One message and where it came from: type is the BGP message type, body what follows the header. */
    public record Message(long peerAs, long localAs, int type, ByteBuffer body) {
        /** A copy of the body. */
        public byte[] bytes() {
            byte[] copy = new byte[body.remaining()];
            body.get(body.position(), copy);
            return copy;
        }
    }

    /**
     * Reads a file; a name that ends in .gz is unpacked.
     *
     * @throws IOException if it cannot be read, or is none
     */
    public static MrtFile read(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream in = file.toString().endsWith(".gz")
                        ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16))
                        : raw) {
            return read(in);
        }
    }

    /**
     * Reads to the end.
     *
     * @throws IOException if it cannot be read, or is no MRT file
     */
    public static MrtFile read(InputStream in) throws IOException {
        List<Message> messages = new ArrayList<>();
        while (readRecord(in, messages)) {
            // the record has been taken
        }
        return new MrtFile(List.copyOf(messages));
    }

    private static boolean readRecord(InputStream in, List<Message> messages) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return false;
        }
        if (header.length < HEADER) {
            throw new EOFException("MRT record cut in its header");
        }
        int type = (int) number(header, 4, 2);
        int subtype = (int) number(header, 6, 2);
        int length = (int) number(header, 8, 4);
        if (length < 0) {
            throw new IOException("MRT record of " + Integer.toUnsignedLong(length) + " bytes");
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("MRT record of " + length + " bytes cut after " + content.length);
        }
        boolean message = subtype == MESSAGE || subtype == MESSAGE_AS4;
        if (message && (type == BGP4MP || type == BGP4MP_ET)) {
            messages.add(message(content, type == BGP4MP_ET ? MICROSECONDS : 0, subtype == MESSAGE_AS4 ? 4 : 2));
        }
        return true;
    }

    private static Message message(byte[] content, int start, int asWidth) throws IOException {
        if (content.length < start + 2 * asWidth + 4) {
            throw new EOFException("MRT record of a message cut in its addresses");
        }
        long peerAs = number(content, start, asWidth);
        long localAs = number(content, start + asWidth, asWidth);
        int family = (int) number(content, start + 2 * asWidth + 2, 2);
        int bgp = start + 2 * asWidth + 4 + 2 * (family == 1 ? 4 : 16);
        if (content.length < bgp + BGP_HEADER) {
            throw new EOFException("MRT record of a message cut in the message's header");
        }
        int type = content[bgp + BGP_HEADER - 1];
        byte[] body = new byte[content.length - bgp - BGP_HEADER];
        System.arraycopy(content, bgp + BGP_HEADER, body, 0, body.length);
        return new Message(peerAs, localAs, type, ByteBuffer.wrap(body));
    }

    private static long number(byte[] content, int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (content[at + i] & 0xff);
        }
        return value;
    }

    /** Bodies of the UPDATEs. */
    public List<byte[]> updates() {
        return messages.stream()
                .filter(message -> message.type == UPDATE)
                .map(Message::bytes)
                .toList();
    }

    /**
     * The full-table session, if the directory {@code shared} lies beside the repository or the system property names
     * it.
     */
    public static Optional<Path> fullTable() {
        String named = System.getProperty("jbgp.shared");
        if (named != null) {
            return Optional.of(Path.of(named).resolve("corpus/mrt/full-table-session.2015.mrt.gz"))
                    .filter(Files::isReadable);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve(FULL_TABLE);
            if (Files.isReadable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
