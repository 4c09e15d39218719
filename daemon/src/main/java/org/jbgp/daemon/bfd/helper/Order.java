package org.jbgp.daemon.bfd.helper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.bfd.packet.AuthenticationKey;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** What the router asks the helper for. */
public sealed interface Order {
    /** Far more than a file can say: a damaged stream must not cost memory. */
    int MOST_KEYS = 4_096;

    /** See {@link #MOST_KEYS}. */
    int MOST_KEY_BYTES = 4_096;

    /**
     * Which packets are taken; the first order.
     *
     * @param vrf device of the VRF that sockets are bound to; empty: the default one
     */
    record Listen(Accepted accepted, boolean strictBind, boolean zeroUdp6ChecksumRx, String vrf) implements Order {}

    /** Which sorts of sessions there are. */
    record Accepted(boolean ipv4, boolean ipv6, boolean direct, boolean multihop) {}

    /** A new session; {@code number} is the router's own, used once. */
    record Add(int number, SessionAddress address, SessionSettings settings) implements Order {}

    /** Other settings for a session. */
    record Change(int number, SessionSettings settings) implements Order {}

    /** Ends a session: the neighbor hears AdminDown. */
    record Remove(int number) implements Order {}

    /** How do all sessions stand? Answered by {@link Report.Standing}. */
    record Ask(int question) implements Order {}

    /**
     * What becomes of the helper when the router is gone without {@link End}.
     *
     * @param seconds how long sessions go on until another router comes; 0: they end at once
     * @param place the socket at which it finds them, in a directory of its own
     * @param token what that router must know to take them over: both speak the same, and listen alike
     */
    record Keep(int seconds, String place, String token) implements Order {}

    /** Ends all sessions, then the helper. The same byte in all versions: one may end the helper of another. */
    record End() implements Order {}

    /** Writes an order; the caller flushes. */
    static void write(DataOutputStream out, Order order) throws IOException {
        switch (order) {
            case Listen listen -> {
                out.writeByte(1);
                out.writeBoolean(listen.accepted().ipv4());
                out.writeBoolean(listen.accepted().ipv6());
                out.writeBoolean(listen.accepted().direct());
                out.writeBoolean(listen.accepted().multihop());
                out.writeBoolean(listen.strictBind());
                out.writeBoolean(listen.zeroUdp6ChecksumRx());
                out.writeUTF(listen.vrf());
            }
            case Add add -> {
                out.writeByte(2);
                out.writeInt(add.number());
                write(out, add.address());
                write(out, add.settings());
            }
            case Change change -> {
                out.writeByte(3);
                out.writeInt(change.number());
                write(out, change.settings());
            }
            case Remove remove -> {
                out.writeByte(4);
                out.writeInt(remove.number());
            }
            case Ask ask -> {
                out.writeByte(5);
                out.writeInt(ask.question());
            }
            case End end -> out.writeByte(6);
            case Keep keep -> {
                out.writeByte(7);
                out.writeInt(keep.seconds());
                out.writeUTF(keep.place());
                out.writeUTF(keep.token());
            }
        }
    }

    /** Reads an order; what is none ends the stream like a broken connection. */
    static Order read(DataInputStream in) throws IOException {
        try {
            return read(in, in.readByte());
        } catch (RuntimeException e) {
            throw new IOException("no order: " + e, e);
        }
    }

    private static Order read(DataInputStream in, int sort) throws IOException {
        return switch (sort) {
            case 1 ->
                new Listen(
                        new Accepted(in.readBoolean(), in.readBoolean(), in.readBoolean(), in.readBoolean()),
                        in.readBoolean(),
                        in.readBoolean(),
                        in.readUTF());
            case 2 -> new Add(in.readInt(), readAddress(in), readSettings(in));
            case 3 -> new Change(in.readInt(), readSettings(in));
            case 4 -> new Remove(in.readInt());
            case 5 -> new Ask(in.readInt());
            case 6 -> new End();
            case 7 -> new Keep(in.readInt(), in.readUTF(), in.readUTF());
            default -> throw new IOException("no order begins with " + sort);
        };
    }

    private static void write(DataOutputStream out, SessionAddress address) throws IOException {
        write(out, address.remote());
        out.writeBoolean(address.local() != null);
        if (address.local() != null) {
            write(out, address.local());
        }
        out.writeInt(address.linkIndex());
        out.writeUTF(address.linkName());
    }

    private static SessionAddress readAddress(DataInputStream in) throws IOException {
        KernelIp remote = readIp(in);
        KernelIp local = in.readBoolean() ? readIp(in) : null;
        return new SessionAddress(remote, local, in.readInt(), in.readUTF());
    }

    private static void write(DataOutputStream out, KernelIp address) throws IOException {
        out.writeBoolean(address.family() == Family.IPV6);
        out.writeLong(address.hi());
        out.writeLong(address.lo());
    }

    private static KernelIp readIp(DataInputStream in) throws IOException {
        return new KernelIp(in.readBoolean() ? Family.IPV6 : Family.IPV4, in.readLong(), in.readLong());
    }

    private static void write(DataOutputStream out, SessionSettings settings) throws IOException {
        out.writeLong(settings.minRx());
        out.writeLong(settings.minTx());
        out.writeLong(settings.idleTx());
        out.writeByte(settings.multiplier());
        out.writeBoolean(settings.passive());
        out.writeByte(settings.authentication().code());
        out.writeInt(settings.keys().size());
        for (AuthenticationKey key : settings.keys()) {
            out.writeByte(key.id());
            out.writeInt(key.bytes().length);
            out.write(key.bytes());
            write(out, key.generate());
            write(out, key.accept());
        }
    }

    private static void write(DataOutputStream out, AuthenticationKey.Span span) throws IOException {
        out.writeLong(span.from());
        out.writeLong(span.to());
    }

    private static AuthenticationKey.Span readSpan(DataInputStream in) throws IOException {
        return new AuthenticationKey.Span(in.readLong(), in.readLong());
    }

    private static int most(int limit, int number) throws IOException {
        if (number < 0 || number > limit) {
            throw new IOException(number + " of at most " + limit);
        }
        return number;
    }

    private static SessionSettings readSettings(DataInputStream in) throws IOException {
        long minRx = in.readLong();
        long minTx = in.readLong();
        long idleTx = in.readLong();
        int multiplier = in.readUnsignedByte();
        boolean passive = in.readBoolean();
        AuthenticationType type = AuthenticationType.of(in.readUnsignedByte());
        List<AuthenticationKey> keys = new ArrayList<>();
        for (int i = most(MOST_KEYS, in.readInt()); i > 0; i--) {
            int id = in.readUnsignedByte();
            byte[] bytes = new byte[most(MOST_KEY_BYTES, in.readInt())];
            in.readFully(bytes);
            keys.add(new AuthenticationKey(id, bytes, readSpan(in), readSpan(in)));
        }
        return new SessionSettings(minRx, minTx, idleTx, multiplier, passive, type, keys);
    }
}
