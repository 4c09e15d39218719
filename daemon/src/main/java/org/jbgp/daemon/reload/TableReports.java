package org.jbgp.daemon.reload;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.instance.Numbering;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.shards.ShardPool;

/**
 * {@code debug} of tables: with {@code states} the log says when a table comes and goes, with {@code routes} each
 * change of a best route, from the moment it was asked for. Control thread.
 */
final class TableReports {
    private static final Logger log = LogManager.getLogger(TableReports.class);

    private final ShardPool shards;
    private final Map<String, Report[]> reports = new HashMap<>();
    /** Tables whose end is reported. */
    private final Set<String> states = new HashSet<>();

    TableReports(ShardPool shards) {
        this.shards = shards;
    }

    /** A table is new. */
    static void added(TableConfig table) {
        if (table.debug().contains(DebugFlag.STATES)) {
            log.trace("{}: Table added", table.name());
        }
    }

    /** A table is about to go. */
    void removing(String name, int id) {
        stop(name, id);
        if (states.remove(name)) {
            log.trace("{}: Table removed", name);
        }
    }

    /** The configuration in force says which tables report their routes. */
    void adjust(Configuration present, Numbering numbers) {
        for (TableConfig table : present.tables()) {
            int id = numbers.find(table.name()) - 1;
            if (table.debug().contains(DebugFlag.STATES)) {
                states.add(table.name());
            } else {
                states.remove(table.name());
            }
            boolean wanted =
                    table.kind() == TableConfig.Kind.ROUTES && table.debug().contains(DebugFlag.ROUTES);
            if (!wanted) {
                stop(table.name(), id);
            } else if (!reports.containsKey(table.name())) {
                Report[] made = new Report[shards.size()];
                reports.put(table.name(), made);
                shards.each(shard -> {
                    made[shard.number()] = new Report(shard, table);
                    shard.listen(id, made[shard.number()]);
                });
            }
        }
    }

    private void stop(String name, int id) {
        Report[] gone = reports.remove(name);
        if (gone != null) {
            shards.each(shard -> shard.detach(id, gone[shard.number()]));
        }
    }

    /** One table in one shard, whose thread it is confined to. */
    private record Report(Shard shard, TableConfig table) implements ExportTarget {
        @Override
        public void export(TableSlice slice, int[] prefixes, int count) {
            IpFamily family = table.family();
            for (int i = 0; i < count; i++) {
                int prefix = prefixes[i];
                String text = new IpAddress(
                                family, slice.index().hi(prefix), slice.index().lo(prefix))
                        + "/" + slice.index().length(prefix);
                int best = slice.best(prefix);
                if (best == 0) {
                    log.trace("{}: No route of {} any more", table.name(), text);
                } else {
                    log.trace(
                            "{}: Best route of {} is from {}",
                            table.name(),
                            text,
                            shard.channel(shard.channelOf(best)).source().protocol());
                }
            }
        }

        @Override
        public boolean wantsAllPaths() {
            return false;
        }

        @Override
        public boolean holds(int prefix) {
            return false;
        }
    }
}
