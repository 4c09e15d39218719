package org.jbgp.daemon.bfd.helper;

import java.util.function.Consumer;
import org.jbgp.daemon.bfd.packet.Fault;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Speaks of packets that were dropped, ten a minute at most: anybody can send some. The loop's thread. */
final class FaultLog {
    private static final int BURST = 10;
    private static final long WINDOW = 60_000_000_000L;

    private final Consumer<Report> reports;
    private long windowEnd;
    private int said;
    private long leftOut;

    FaultLog(Consumer<Report> reports) {
        this.reports = reports;
    }

    void dropped(Fault fault, int value, boolean ipv6, long hi, long lo, long now) {
        if (now >= windowEnd) {
            if (leftOut > 0) {
                reports.accept(new Report.Said(true, leftOut + " more bad packets within a minute"));
            }
            windowEnd = now + WINDOW;
            said = 0;
            leftOut = 0;
        }
        if (said == BURST) {
            leftOut++;
            return;
        }
        said++;
        String from = KernelIp.format(ipv6 ? Family.IPV6 : Family.IPV4, hi, lo);
        reports.accept(new Report.Said(
                true,
                (fault.ofAuthentication() ? "Authentication failed for " : "Bad packet from ") + from + " - "
                        + fault.words() + " (" + Integer.toUnsignedString(value) + ")"));
    }
}
