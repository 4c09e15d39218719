package org.jbgp.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.daemon.mrt.MrtRecords;
import org.jbgp.daemon.mrt.RecordedMessage;

/**
 * Reads the BGP messages out of an MRT file (RFC 6396 §4.4, BGP4MP and BGP4MP_ET), for benchmarks and tests.
 *
 * @param messages whole messages, header included, in the order of the file
 */
public record MrtFile(List<Message> messages) {
    private static final int UPDATE = 2;

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
     * Reads a file, compressed by gzip or not.
     *
     * @throws IOException if it cannot be read, or is none
     */
    public static MrtFile read(Path file) throws IOException {
        try (MrtRecords records = MrtRecords.open(file)) {
            return read(records);
        }
    }

    /**
     * Reads to the end.
     *
     * @throws IOException if it cannot be read, or is no MRT file
     */
    public static MrtFile read(InputStream in) throws IOException {
        return read(MrtRecords.of(in));
    }

    private static MrtFile read(MrtRecords records) throws IOException {
        List<Message> messages = new ArrayList<>();
        while (records.next()) {
            RecordedMessage each = RecordedMessage.of(records);
            if (each != null && !each.addPath()) {
                messages.add(new Message(
                        each.peerAs(), each.localAs(), each.type(), each.body().nioBuffer()));
            }
        }
        return new MrtFile(List.copyOf(messages));
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
