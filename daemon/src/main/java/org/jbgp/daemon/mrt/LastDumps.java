package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
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

    private LastDumps(Set<Integer> numbers) {
        this.numbers = numbers;
    }

    /** Goes through all records of a file. */
    static LastDumps of(MrtRecords records) throws IOException {
        Map<Table, Integer> last = new HashMap<>();
        int number = 0;
        while (records.next()) {
            if (records.type() == MrtCodes.TABLE_DUMP_V2 && records.subtype() == MrtCodes.PEER_INDEX_TABLE) {
                last.put(table(records), number++);
            }
        }
        return new LastDumps(new HashSet<>(last.values()));
    }

    /** For what can be read once only, such as a pipe: no table may stand in it twice. */
    static LastDumps ofPipe() {
        return new LastDumps(null);
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

    /** True if no dump that counts is to come; not for pipes. */
    boolean isOver() {
        return numbers.isEmpty() || at >= Collections.max(numbers);
    }
}
