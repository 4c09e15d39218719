package org.jbgp.daemon.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What one record of a journal says, and its bytes: a type, the time in milliseconds since 1970, then what the type
 * asks for. Pure.
 */
sealed interface JournalRecord {
    /** Longest record, with two attribute sets of the longest messages. */
    int LONGEST = 300_000;

    int CHANGE = 1;
    int EVENT = 2;
    int GAP = 3;
    int START = 4;

    /** A best path changed. */
    record Change(PastChange change) implements JournalRecord {}

    /** Something else happened. */
    record Event(PastEvent event) implements JournalRecord {}

    /** From here on nothing is known of what was before: changes were left out. */
    record Gap(Instant at) implements JournalRecord {}

    /** The router began with empty tables. */
    record Start(Instant at) implements JournalRecord {}

    /** Its bytes. */
    default byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (this) {
                case Change(PastChange change) -> {
                    out.writeByte(CHANGE);
                    out.writeLong(change.at().toEpochMilli());
                    out.writeUTF(change.table());
                    out.writeByte(change.prefix().family().bits());
                    out.writeLong(change.prefix().hi());
                    out.writeLong(change.prefix().lo());
                    out.writeByte(change.prefix().length());
                    route(out, change.before());
                    route(out, change.after());
                    out.writeUTF(change.reason().kind().name());
                    out.writeUTF(change.reason().protocol());
                }
                case Event(PastEvent event) -> {
                    out.writeByte(EVENT);
                    out.writeLong(event.at().toEpochMilli());
                    out.writeUTF(event.kind().name());
                    out.writeUTF(event.protocol());
                    out.writeUTF(event.text());
                }
                case Gap(Instant at) -> {
                    out.writeByte(GAP);
                    out.writeLong(at.toEpochMilli());
                }
                case Start(Instant at) -> {
                    out.writeByte(START);
                    out.writeLong(at.toEpochMilli());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written to but memory", e);
        }
        return bytes.toByteArray();
    }

    private static void route(DataOutputStream out, PastRoute route) throws IOException {
        out.writeBoolean(route != null);
        if (route != null) {
            out.writeUTF(route.origin().protocol());
            out.writeUTF(route.origin().kind());
            byte[] from = route.origin().from() == null
                    ? new byte[0]
                    : route.origin().from().getAddress();
            out.writeByte(from.length);
            out.write(from);
            out.writeInt(route.attributes().length);
            out.write(route.attributes());
        }
    }

    /**
     * A record from its bytes.
     *
     * @throws IOException if they are none
     */
    static JournalRecord decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int type = in.readByte();
            Instant at = Instant.ofEpochMilli(in.readLong());
            return switch (type) {
                case CHANGE -> {
                    String table = in.readUTF();
                    AddressFamily family =
                            in.readByte() == 32 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
                    RouteQuery.Prefix prefix =
                            new RouteQuery.Prefix(family, in.readLong(), in.readLong(), in.readUnsignedByte());
                    PastRoute before = route(in);
                    PastRoute after = route(in);
                    yield new Change(new PastChange(
                            at,
                            table,
                            prefix,
                            before,
                            after,
                            new PastChange.Reason(PastChange.Reason.Kind.valueOf(in.readUTF()), in.readUTF()),
                            null));
                }
                case EVENT ->
                    new Event(new PastEvent(at, PastEvent.Kind.valueOf(in.readUTF()), in.readUTF(), in.readUTF()));
                case GAP -> new Gap(at);
                case START -> new Start(at);
                default -> throw new IOException("no type of record is " + type);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("a word of another version", e);
        }
    }

    private static PastRoute route(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        String protocol = in.readUTF();
        String kind = in.readUTF();
        byte[] from = new byte[in.readUnsignedByte()];
        in.readFully(from);
        int size = in.readInt();
        if (size < 0 || size > LONGEST) {
            throw new IOException("attributes of " + size + " bytes");
        }
        byte[] attributes = new byte[size];
        in.readFully(attributes);
        return new PastRoute(
                new PastRoute.Origin(protocol, kind, from.length == 0 ? null : InetAddress.getByAddress(from)),
                attributes);
    }
}
