package org.jbgp.daemon.bfd.helper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.BfdSession;

/**
 * How a session stands. Times are µs.
 *
 * @param number the router's number of it
 * @param changedAt when the state changed last, ms since 1970
 */
public record SessionStanding(
        int number, Side local, Side remote, long changedAt, Timers timers, Security security, Packets packets) {

    /**
     * One end.
     *
     * @param diagnostic see {@link org.jbgp.daemon.bfd.packet.Diagnostic}
     */
    public record Side(
            BfdState state,
            int diagnostic,
            int discriminator,
            long minTx,
            long minRx,
            int multiplier,
            boolean demand,
            boolean independent) {}

    /**
     * Timers that run; minus one where one does not.
     *
     * @param interval between packets, 0 if none are sent by themselves
     * @param detection the detection time
     */
    public record Timers(long interval, long sendIn, long detection, long expireIn) {}

    /**
     * Authentication.
     *
     * @param heard the neighbor's last sequence number; minus one: not known
     * @param sent ours
     */
    public record Security(AuthenticationType type, long heard, long sent) {}

    /** Counters since the session was made; {@code expirations}: how often it expired. */
    public record Packets(long received, long sent, long dropped, long expirations) {}

    static SessionStanding of(BfdSession session, long now, long epochMillis) {
        var remote = session.remote();
        var authenticator = session.authenticator();
        var counters = session.counters();
        return new SessionStanding(
                session.number(),
                new Side(
                        session.state(),
                        session.diagnostic(),
                        session.discriminator(),
                        session.minTx(),
                        session.minRx(),
                        session.settings().multiplier(),
                        false,
                        session.independent()),
                new Side(
                        remote.state(),
                        remote.diagnostic(),
                        remote.discriminator(),
                        remote.minTx(),
                        remote.minRx(),
                        remote.multiplier(),
                        remote.demand(),
                        remote.independent()),
                epochMillis - (now - session.changedAt()) / 1_000_000,
                new Timers(
                        session.sending() ? session.interval() / 1000 : 0,
                        remains(session.sendAt(), now),
                        session.detectionTime() / 1000,
                        remains(session.expireAt(), now)),
                new Security(
                        authenticator.type(),
                        authenticator.heardKnown() ? authenticator.heard() & 0xFFFF_FFFFL : -1,
                        authenticator.sent() & 0xFFFF_FFFFL),
                new Packets(
                        counters.receivedPackets(),
                        counters.sentPackets(),
                        counters.droppedPackets(),
                        counters.expirations()));
    }

    private static long remains(long moment, long now) {
        return moment == BfdSession.NEVER ? -1 : Math.max(0, moment - now) / 1000;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(number);
        write(out, local);
        write(out, remote);
        out.writeLong(changedAt);
        out.writeLong(timers.interval);
        out.writeLong(timers.sendIn);
        out.writeLong(timers.detection);
        out.writeLong(timers.expireIn);
        out.writeByte(security.type.code());
        out.writeLong(security.heard);
        out.writeLong(security.sent);
        out.writeLong(packets.received);
        out.writeLong(packets.sent);
        out.writeLong(packets.dropped);
        out.writeLong(packets.expirations);
    }

    private static void write(DataOutputStream out, Side side) throws IOException {
        out.writeByte(side.state.code());
        out.writeByte(side.diagnostic);
        out.writeInt(side.discriminator);
        out.writeLong(side.minTx);
        out.writeLong(side.minRx);
        out.writeByte(side.multiplier);
        out.writeBoolean(side.demand);
        out.writeBoolean(side.independent);
    }

    static SessionStanding read(DataInputStream in) throws IOException {
        return new SessionStanding(
                in.readInt(),
                readSide(in),
                readSide(in),
                in.readLong(),
                new Timers(in.readLong(), in.readLong(), in.readLong(), in.readLong()),
                new Security(AuthenticationType.of(in.readUnsignedByte()), in.readLong(), in.readLong()),
                new Packets(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }

    private static Side readSide(DataInputStream in) throws IOException {
        return new Side(
                readState(in),
                in.readUnsignedByte(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readUnsignedByte(),
                in.readBoolean(),
                in.readBoolean());
    }

    static BfdState readState(DataInputStream in) throws IOException {
        return BfdState.of(in.readUnsignedByte());
    }
}
