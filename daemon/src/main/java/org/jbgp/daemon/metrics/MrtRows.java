package org.jbgp.daemon.metrics;

import org.jbgp.daemon.control.view.MrtStatus;
import org.jbgp.daemon.control.view.RouterMeters;

/** The rows of MRT files. One thread at a time. */
final class MrtRows {
    private final MeterRows rows;

    MrtRows(MeterRows rows) {
        this.rows = rows;
    }

    void write(String protocol, MrtStatus mrt) {
        dumps(protocol, "written", mrt.dumps());
        dumps(protocol, "failed", mrt.failures());
        MrtStatus.LastDump last = mrt.last();
        if (last == null) {
            return;
        }
        rows.gauge(
                "jbgp.mrt.last.dump.timestamp.seconds",
                "When the last whole dump began.",
                last.at().getEpochSecond(),
                "protocol",
                protocol);
        rows.gauge(
                "jbgp.mrt.last.dump.duration.seconds",
                "How long it took.",
                last.took().toNanos() / 1e9,
                "protocol",
                protocol);
        rows.gauge("jbgp.mrt.last.dump.routes", "Routes in it.", last.routes(), "protocol", protocol);
    }

    /** What neighbors sent; null if nobody wants it written. */
    void write(RouterMeters.Records records) {
        if (records != null) {
            String help = "Records of what neighbors send.";
            rows.counter("jbgp.mrtdump.records", help, records.written(), "outcome", "written");
            rows.counter("jbgp.mrtdump.records", help, records.lost(), "outcome", "lost");
        }
    }

    private void dumps(String protocol, String outcome, long count) {
        rows.counter("jbgp.mrt.dumps", "Dumps of tables.", count, "protocol", protocol, "outcome", outcome);
    }
}
