package org.jbgp.daemon.bmp;

import java.util.List;
import java.util.Map;
import org.jbgp.daemon.bmp.message.StatisticsReport;
import org.jbgp.daemon.bmp.message.StatisticsReport.Statistic;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.wire.AddressFamily;

/** Numbers for statistics reports, a moment old. Stateless; any thread. */
final class Statistics {
    private Statistics() {}

    static StatisticsReport of(MonitoredSession session) {
        StatisticsReport families = new StatisticsReport();
        long filtered = 0;
        long duplicates = 0;
        long duplicateWithdrawals = 0;
        long received = 0;
        long best = 0;
        long sent = 0;
        for (MonitoredSession.MonitoredChannel channel : session.watchedChannels()) {
            MonitoredSession.Counts counts = session.counts(channel.family());
            filtered += counts.filtered();
            duplicates += counts.duplicates();
            duplicateWithdrawals += counts.duplicateWithdrawals();
            received += counts.received();
            best += counts.best();
            sent += counts.sent();
            families.add(Statistic.FAMILY_ADJ_RIB_IN, channel.family(), counts.received())
                    .add(Statistic.FAMILY_LOC_RIB, channel.family(), counts.best())
                    .add(Statistic.FAMILY_ADJ_RIB_OUT, channel.family(), counts.sent());
        }
        return families.add(Statistic.REJECTED, filtered)
                .add(Statistic.DUPLICATE_ANNOUNCEMENTS, duplicates)
                .add(Statistic.DUPLICATE_WITHDRAWALS, duplicateWithdrawals)
                .add(Statistic.AS_PATH_LOOPS, session.looped())
                .add(Statistic.ADJ_RIB_IN, received)
                .add(Statistic.LOC_RIB, best)
                .add(Statistic.MALFORMED_UPDATES, session.malformedUpdates())
                .add(Statistic.ADJ_RIB_OUT, sent);
    }

    /** @param counted prefixes of a Loc-RIB, by shard */
    static StatisticsReport of(List<Map<AddressFamily, Integer>> counted) {
        StatisticsReport report = new StatisticsReport();
        long all = 0;
        for (AddressFamily family : counted.getFirst().keySet()) {
            long prefixes =
                    counted.stream().mapToLong(shard -> shard.get(family)).sum();
            all += prefixes;
            report.add(Statistic.FAMILY_LOC_RIB, family, prefixes);
        }
        return report.add(Statistic.LOC_RIB, all);
    }
}
