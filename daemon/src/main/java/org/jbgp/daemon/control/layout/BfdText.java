package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.jbgp.daemon.control.view.BfdStatus;

/** {@code show bfd sessions} in the columns of BIRD. Stateless. */
final class BfdText {
    private static final int ROW = 1020;

    private BfdText() {}

    /**
     * The sessions of one protocol.
     *
     * @param old columns of 1.6, which knows no details
     */
    static void write(Reply reply, BfdStatus protocol, boolean all, boolean old, Function<Instant, String> times)
            throws IOException {
        if (!protocol.up()) {
            reply.row(ROW, protocol.protocol() + ": is not up");
            return;
        }
        reply.row(ROW, protocol.protocol() + ":");
        boolean details = all && !old;
        String columns = old ? "%-25s %-10s %-10s %-10s  %8s %8s" : "%-25s %-10s %-10s %-12s  %8s %8s";
        if (!details) {
            reply.row(
                    ROW,
                    String.format(
                            Locale.ROOT, columns, "IP address", "Interface", "State", "Since", "Interval", "Timeout"));
        }
        for (BfdStatus.Session session : protocol.sessions()) {
            if (details) {
                details(reply, session, times);
                continue;
            }
            reply.row(
                    ROW,
                    String.format(
                            Locale.ROOT,
                            old ? "%-25s %-10s %-10s %-10s  %7s  %7s" : "%-25s %-10s %-10s %-12s  %7s  %7s",
                            ReplyText.address(session.address()),
                            name(session),
                            session.local().state(),
                            times.apply(session.changed()),
                            seconds(session.timers().interval()),
                            seconds(session.timers().detection())));
        }
    }

    private static void details(Reply reply, BfdStatus.Session session, Function<Instant, String> times)
            throws IOException {
        BfdStatus.End local = session.local();
        BfdStatus.End remote = session.remote();
        BfdStatus.Timers timers = session.timers();
        detail(reply, "Address:", ReplyText.address(session.address()));
        detail(reply, "Interface:", name(session));
        detail(reply, "Session type:", session.interfaceName() == null ? "Multihop" : "Direct");
        detail(reply, "Session state:", local.state());
        detail(reply, "Remote state:", remote.state());
        detail(reply, "Last state change:", times.apply(session.changed()));
        detail(reply, "Local diagnostic:", local.diagnostic());
        detail(reply, "Remote diagnostic:", remote.diagnostic());
        detail(reply, "Local discriminator:", Long.toString(local.discriminator()));
        detail(reply, "Remote discriminator:", Long.toString(remote.discriminator()));
        if (timers.sendIn() != null) {
            detail(reply, "Transmit timer:", seconds(timers.sendIn()) + " / " + seconds(timers.interval()));
        }
        if (timers.expireIn() != null) {
            detail(reply, "Detect timer:", seconds(timers.expireIn()) + " / " + seconds(timers.detection()));
        }
        reply.row(ROW, "  Local parameters:");
        end(reply, local);
        reply.row(ROW, "  Remote parameters:");
        end(reply, remote);
        BfdStatus.Security security = session.security();
        if (security.type() != null) {
            reply.row(ROW, "  Authentication:");
            inner(reply, "Type:", security.type());
            if (security.heard() != null) {
                inner(reply, "RX CSN:", security.heard().toString());
            }
            if (security.sent() != null) {
                inner(reply, "TX CSN:", security.sent().toString());
            }
        }
        reply.row(ROW, "");
    }

    private static void end(Reply reply, BfdStatus.End end) throws IOException {
        inner(reply, "Min TX interval:", seconds(end.minTx()));
        inner(reply, "Min RX interval:", seconds(end.minRx()));
        inner(reply, "Demand mode:", end.demand() ? "Yes" : "No");
        inner(reply, "Multiplier:", Integer.toString(end.multiplier()));
    }

    private static void detail(Reply reply, String label, String value) throws IOException {
        reply.row(ROW, String.format(Locale.ROOT, "  %-21s %s", label, value));
    }

    private static void inner(Reply reply, String label, String value) throws IOException {
        reply.row(ROW, String.format(Locale.ROOT, "    %-19s %s", label, value));
    }

    private static String name(BfdStatus.Session session) {
        return session.interfaceName() == null ? "---" : session.interfaceName();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%03d", time.toSeconds(), time.toMillisPart());
    }
}
