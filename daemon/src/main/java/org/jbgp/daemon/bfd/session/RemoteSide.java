package org.jbgp.daemon.bfd.session;

import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.ControlPacket;

/** What the neighbor's last packet said. The session's thread. */
public final class RemoteSide {
    private BfdState state = BfdState.DOWN;
    private int discriminator;
    private int diagnostic;
    private long minTx;
    /** RFC 5880 §6.8.1: one until the neighbor says what it is. */
    private long minRx = 1;

    private int multiplier;
    private boolean demand;
    private boolean independent;

    RemoteSide() {}

    void take(ControlPacket packet) {
        state = packet.state();
        discriminator = packet.myDiscriminator();
        diagnostic = packet.diagnostic();
        minTx = packet.minTx();
        minRx = packet.minRx();
        multiplier = packet.multiplier();
        demand = packet.demand();
        independent = packet.independent();
    }

    /** Nothing was heard for a detection time; the C bit stays, since it says what the loss means. */
    void forget() {
        state = BfdState.DOWN;
        discriminator = 0;
        minTx = 0;
        minRx = 1;
        multiplier = 0;
        demand = false;
    }

    public BfdState state() {
        return state;
    }

    /** 0: not known. */
    public int discriminator() {
        return discriminator;
    }

    /** See {@link org.jbgp.daemon.bfd.packet.Diagnostic}. */
    public int diagnostic() {
        return diagnostic;
    }

    /** Desired min TX interval, µs. */
    public long minTx() {
        return minTx;
    }

    /** Required min RX interval, µs. */
    public long minRx() {
        return minRx;
    }

    public int multiplier() {
        return multiplier;
    }

    /** It wants no packets while both ends are up. */
    public boolean demand() {
        return demand;
    }

    /** The C bit: its BFD goes on when its routing protocols restart. */
    public boolean independent() {
        return independent;
    }
}
