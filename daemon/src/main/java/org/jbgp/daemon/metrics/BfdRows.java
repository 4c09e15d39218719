package org.jbgp.daemon.metrics;

import java.time.Duration;
import org.jbgp.daemon.control.view.BfdStatus;

/** The rows of BFD sessions. One thread at a time. */
final class BfdRows {
    private final MeterRows rows;

    BfdRows(MeterRows rows) {
        this.rows = rows;
    }

    void write(BfdStatus protocol) {
        for (BfdStatus.Session session : protocol.sessions()) {
            write(protocol.protocol(), session);
        }
    }

    private void write(String protocol, BfdStatus.Session session) {
        String[] tags = {
            "protocol",
            protocol,
            "neighbor",
            session.address().getHostAddress().replaceFirst("%.*", ""),
            "interface",
            session.interfaceName() == null ? "" : session.interfaceName()
        };
        rows.gauge(
                "jbgp.bfd.session.up",
                "1 when the BFD session is up.",
                session.local().state().equals("Up") ? 1 : 0,
                tags);
        rows.gauge(
                "jbgp.bfd.session.interval.seconds",
                "Interval of the packets sent, 0 if none are.",
                seconds(session.timers().interval()),
                tags);
        rows.gauge(
                "jbgp.bfd.session.detection.seconds",
                "Silence after which the session is down.",
                seconds(session.timers().detection()),
                tags);
        rows.counter(
                "jbgp.bfd.session.expirations",
                "How often the session went down for silence.",
                session.packets().expirations(),
                tags);
        packets(tags, "received", session.packets().received());
        packets(tags, "sent", session.packets().sent());
        packets(tags, "dropped", session.packets().dropped());
    }

    private void packets(String[] tags, String kind, long value) {
        String[] all = java.util.Arrays.copyOf(tags, tags.length + 2);
        all[tags.length] = "kind";
        all[tags.length + 1] = kind;
        rows.counter("jbgp.bfd.packets", "Control packets of the session.", value, all);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
