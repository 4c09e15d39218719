package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which dumps of a file count. A router appends each dump to the file of the day, so that one table may stand in it
 * several times: what was there the last time counts. A dump begins with its PEER_INDEX_TABLE, which says who wrote it
 * and has the table's name as that of its view (RFC 6396 §4.3.1); the dumps of different tables in one file all count.
 * One thread, for one reading of the file.
 */
final class LastDumps {
    /** Of those that count, from 0; null if nobody knows. */
    private final Set<Integer> numbers;
    /** Whole records of the file. */
    private final long records;

    private final String cut;
    /** Those that came by while nobody knows. */
    private final Set<Table> seen = new HashSet<>();
    /** Number of the dump that was asked about last. */
    private int at = -1;

    /**
     * What is dumped.
     *
     * @param collector BGP Identifier of whoever wrote it
     * @param view the table's name, empty if it has none
     */
    private record Table(int collector, String view) {}

    private LastDumps(Set<Integer> numbers, long records, String cut) {
        this.numbers = numbers;
        this.records = records;
        this.cut = cut;
    }

    /** Finds them while all records of a file are read. */
    static final class Search {
        private final Map<Table, Integer> last = new HashMap<>();
        private final Map<Table, Integer> before = new HashMap<>();
        private int number = -1;
        private Table open;

        /** Takes a record. */
        void take(MrtRecords records) {
            if (records.type() != MrtCodes.TABLE_DUMP_V2) {
                open = null;
            } else if (records.subtype() == MrtCodes.PEER_INDEX_TABLE) {
                open = table(records);
                number++;
                Integer other = last.put(open, number);
                if (other != null) {
                    before.put(open, other);
                }
            }
        }

        /** Number of the dump whose records come at present, -1 before the first one. */
        int number() {
            return number;
        }

        /** All was read. */
        LastDumps whole(MrtRecords records) {
            return new LastDumps(new HashSet<>(last.values()), records.count(), "");
        }

        /** The file is cut, in the dump that was read last if that was no recorded session: an older one is whole. */
        LastDumps cut(MrtRecords records, CutShort where) {
            String what = "what is whole before is taken";
            if (open != null && before.containsKey(open)) {
                last.put(open, before.get(open));
                what = "the last dump of table '" + open.view + "' is left out, and the one before it counts";
            }
            return new LastDumps(new HashSet<>(last.values()), records.count(), where.getMessage() + ": " + what);
        }
    }

    /**
     * Goes through all records of a file.
     *
     * @throws IOException also if not even the first record is whole
     */
    static LastDumps of(MrtRecords records) throws IOException {
        Search search = new Search();
        try {
            while (records.next()) {
                search.take(records);
            }
        } catch (CutShort e) {
            return search.cut(records, e);
        }
        return search.whole(records);
    }

    /** For what can be read once only, such as a pipe: no table may stand in it twice. */
    static LastDumps ofPipe() {
        return new LastDumps(null, Long.MAX_VALUE, "");
    }

    /** The same for another reading of the file. */
    LastDumps again() {
        return new LastDumps(numbers, records, cut);
    }

    /** Goes on to the next record that is whole; false behind the last one. */
    boolean next(MrtRecords file) throws IOException {
        return file.count() < records && file.next();
    }

    /** Where the file is cut, and what of it is taken; empty if it is whole. */
    String cut() {
        return cut;
    }

    /** Whether the dump of that number counts; not for pipes. */
    boolean counts(int number) {
        return numbers.contains(number);
    }

    /** Of an index that is cut off there is no name: whoever reads it says that it is malformed. */
    private static Table table(MrtRecords records) {
        try {
            return new Table(
                    records.body().getInt(0),
                    records.body().toString(6, records.body().getUnsignedShort(4), StandardCharsets.ISO_8859_1));
        } catch (IndexOutOfBoundsException e) {
            return new Table(0, "");
        }
    }

    /**
     * Whether the dump of this PEER_INDEX_TABLE counts; to be asked about each one of the file.
     *
     * @throws IOException if nobody knows
     */
    boolean counts(MrtRecords index) throws IOException {
        at++;
        if (numbers != null) {
            return numbers.contains(at);
        }
        Table table = table(index);
        if (!seen.add(table)) {
            throw new IOException("a second dump of table '" + table.view
                    + "', and it is no regular file: write it to one, of which the last dump counts");
        }
        return true;
    }
}
