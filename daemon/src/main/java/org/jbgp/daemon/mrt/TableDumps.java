package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jbgp.config.base.NamePattern;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.view.MrtOrder;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.query.FilterFaults;
import org.jbgp.daemon.query.QueriedRouter;

/**
 * Dumps tables into files, as the protocol or a command orders. The calling thread waits for tables and disk, so it
 * must be none that owns anything, and needs a stack on which filters compile.
 */
public final class TableDumps {
    private final QueriedRouter router;

    public TableDumps(QueriedRouter router) {
        this.router = router;
    }

    /**
     * What came of an order.
     *
     * @param files those written
     * @param routes in them
     * @param bytes in them, before compression
     * @param problems what went wrong, a line each
     */
    public record Outcome(List<String> files, long routes, long bytes, List<String> problems) {}

    /** One table as it is found. */
    private record Found(TableConfig table, int number) {}

    /**
     * Carries an order out, table by table; what goes wrong with one leaves the others alone.
     *
     * @param cancelled true when nobody wants it any more: what was begun is taken back
     */
    public Outcome run(MrtOrder order, BooleanSupplier cancelled) {
        List<String> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        long routes = 0;
        long bytes = 0;
        for (Found found : tables(order)) {
            String name = MrtFile.name(
                    order.file(), found.table().name(), router.clock().instant());
            FilterFaults faults = new FilterFaults(router.policyLog());
            DumpPeers peers = router.atOneMoment(moment -> DumpPeers.of(moment.protocols()));
            RibRecords records = new RibRecords(
                    Conversions.family(found.table().family()),
                    peers,
                    new RibRecords.Choice(policy(order.filter()), faults, order.alwaysAddPath()));
            TableDump dump = new TableDump(router, found.number(), found.table().name(), records, cancelled);
            try {
                long written = write(dump, peers, Path.of(name));
                if (written < 0) {
                    break;
                }
                files.add(name);
                routes += records.routes();
                bytes += written;
            } catch (IOException | InvalidPathException e) {
                problems.add("Unable to write MRT file '" + name + "': " + SystemWords.of(e));
            }
            if (records.tooLong() > 0) {
                problems.add("Attribute list too long for " + records.tooLong() + " routes of table "
                        + found.table().name() + ", they are without attributes");
            }
            if (faults.fault() != null) {
                problems.add("Filter failed for " + faults.fault().routes() + " routes of table "
                        + found.table().name() + ", they are left out: "
                        + faults.fault().first());
            }
        }
        return new Outcome(files, routes, bytes, problems);
    }

    /** The bytes written, negative if it was cancelled. */
    private static long write(TableDump dump, DumpPeers peers, Path path) throws IOException {
        MrtFile file = MrtFile.append(path);
        boolean whole = false;
        try {
            if (!dump.write(file, peers)) {
                return -1;
            }
            long written = file.written();
            file.close();
            whole = true;
            return written;
        } finally {
            if (!whole) {
                file.undo();
            }
        }
    }

    private List<Found> tables(MrtOrder order) {
        return router.atOneMoment(moment -> {
            List<Found> found = new ArrayList<>();
            for (TableConfig table : moment.configuration().tables()) {
                boolean wanted = order.table() != null
                        ? order.table().equals(table.name())
                        : new NamePattern(order.pattern()).matches(table.name());
                if (wanted && table.kind() == TableConfig.Kind.ROUTES) {
                    found.add(new Found(table, moment.tableNumber(table.name())));
                }
            }
            return found;
        });
    }

    /** Made for each dump: so it asks the ROA tables of the configuration in force. */
    private Policy policy(FilterRef filter) {
        return switch (filter) {
            case FilterRef.All all -> null;
            case FilterRef.None none -> Policy.NONE;
            case FilterRef.Named named -> policy(named.filter());
            case FilterRef.Inline inline -> policy(inline.filter());
        };
    }

    private Policy policy(Filter filter) {
        return router.atOneMoment(QueriedRouter.Moment::policies).once(filter);
    }
}
