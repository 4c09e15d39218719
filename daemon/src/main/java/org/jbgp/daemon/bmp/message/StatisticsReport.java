package org.jbgp.daemon.bmp.message;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;

/** Numbers of one peer on their way into a statistics report (RFC 7854 §4.8, RFC 8671 §6.2, RFC 9069 §5.5). */
public final class StatisticsReport {
    /** What is counted, under IANA's codes. */
    public enum Statistic {
        /** Prefixes the import filter rejected. */
        REJECTED(0, 4),
        DUPLICATE_ANNOUNCEMENTS(1, 4),
        DUPLICATE_WITHDRAWALS(2, 4),
        /** Updates that were invalid for an AS path loop. */
        AS_PATH_LOOPS(4, 4),
        ADJ_RIB_IN(7, 8),
        LOC_RIB(8, 8),
        FAMILY_ADJ_RIB_IN(9, 8),
        FAMILY_LOC_RIB(10, 8),
        /** Updates treated as withdrawals. */
        MALFORMED_UPDATES(11, 4),
        ADJ_RIB_OUT(15, 8),
        FAMILY_ADJ_RIB_OUT(17, 8);

        private final int code;
        private final int bytes;

        Statistic(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }
    }

    private record Row(Statistic statistic, AddressFamily family, long value) {}

    private final List<Row> rows = new ArrayList<>();

    /** Adds a number. */
    public StatisticsReport add(Statistic statistic, long value) {
        rows.add(new Row(statistic, null, value));
        return this;
    }

    /** Adds a number of one family. */
    public StatisticsReport add(Statistic statistic, AddressFamily family, long value) {
        rows.add(new Row(statistic, family, value));
        return this;
    }

    void write(ByteBuf out) {
        out.writeInt(rows.size());
        for (Row row : rows) {
            out.writeShort(row.statistic.code);
            out.writeShort(row.statistic.bytes + (row.family == null ? 0 : 3));
            if (row.family != null) {
                out.writeShort(row.family.afi());
                out.writeByte(row.family.safi());
            }
            if (row.statistic.bytes == 8) {
                out.writeLong(row.value);
            } else {
                out.writeInt((int) row.value);
            }
        }
    }
}
