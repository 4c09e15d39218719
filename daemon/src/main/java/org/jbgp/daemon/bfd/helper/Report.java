package org.jbgp.daemon.bfd.helper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.bfd.packet.BfdState;

/** What the helper says. */
public sealed interface Report {

    /** The helper works; {@code scheduling}: why its thread is an ordinary one, empty if it runs before all others. */
    record Ready(String scheduling) implements Report {}

    /**
     * A session changed its state.
     *
     * @param independent the neighbor's C bit
     * @param epochMillis when
     */
    record Changed(
            int number,
            BfdState before,
            BfdState now,
            BfdState remote,
            int diagnostic,
            boolean independent,
            long epochMillis)
            implements Report {}

    /** The answer to {@link Order.Ask}. */
    record Standing(int question, Traffic traffic, List<SessionStanding> sessions) implements Report {
        public Standing {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * What came to the sockets since the helper started.
     *
     * @param received datagrams, of whatever sort
     * @param dropped those of them that were no packet of a session
     */
    record Traffic(long received, long dropped) {}

    /** A helper that outlived its router, to the next one: nothing before it counts. */
    record Kept(String token, long processId) implements Report {}

    /** Something for the log; {@code warning} or else for {@code debug}. */
    record Said(boolean warning, String text) implements Report {}

    /** Writes a report; the caller flushes. */
    static void write(DataOutputStream out, Report report) throws IOException {
        switch (report) {
            case Ready ready -> {
                out.writeByte(1);
                out.writeUTF(ready.scheduling());
            }
            case Changed changed -> {
                out.writeByte(2);
                out.writeInt(changed.number());
                out.writeByte(changed.before().code());
                out.writeByte(changed.now().code());
                out.writeByte(changed.remote().code());
                out.writeByte(changed.diagnostic());
                out.writeBoolean(changed.independent());
                out.writeLong(changed.epochMillis());
            }
            case Standing standing -> {
                out.writeByte(3);
                out.writeInt(standing.question());
                out.writeLong(standing.traffic().received());
                out.writeLong(standing.traffic().dropped());
                out.writeInt(standing.sessions().size());
                for (SessionStanding session : standing.sessions()) {
                    session.write(out);
                }
            }
            case Said said -> {
                out.writeByte(4);
                out.writeBoolean(said.warning());
                out.writeUTF(said.text());
            }
            case Kept kept -> {
                out.writeByte(5);
                out.writeUTF(kept.token());
                out.writeLong(kept.processId());
            }
        }
    }

    /** Reads a report; what is none ends the stream like a broken connection. */
    static Report read(DataInputStream in) throws IOException {
        try {
            return read(in, in.readByte());
        } catch (RuntimeException e) {
            throw new IOException("no report: " + e, e);
        }
    }

    private static Report read(DataInputStream in, int sort) throws IOException {
        return switch (sort) {
            case 1 -> new Ready(in.readUTF());
            case 2 ->
                new Changed(
                        in.readInt(),
                        SessionStanding.readState(in),
                        SessionStanding.readState(in),
                        SessionStanding.readState(in),
                        in.readUnsignedByte(),
                        in.readBoolean(),
                        in.readLong());
            case 3 -> {
                int question = in.readInt();
                Traffic traffic = new Traffic(in.readLong(), in.readLong());
                List<SessionStanding> sessions = new ArrayList<>();
                for (int i = in.readInt(); i > 0; i--) {
                    sessions.add(SessionStanding.read(in));
                }
                yield new Standing(question, traffic, sessions);
            }
            case 4 -> new Said(in.readBoolean(), in.readUTF());
            case 5 -> new Kept(in.readUTF(), in.readLong());
            default -> throw new IOException("no report begins with " + sort);
        };
    }
}
