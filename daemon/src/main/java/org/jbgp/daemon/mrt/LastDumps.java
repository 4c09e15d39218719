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
 * several times: what was there the last time counts. A dump begins with its PEER_INDEX_TABLE, which has the table's
 * name as that of its view (RFC 6396 §4.3.1); the dumps of different tables in one file all count.
 *
 * @param numbers of their PEER_INDEX_TABLEs in the file, counted from 0
 */
record LastDumps(Set<Integer> numbers) {
    /** Goes through all records of a file. */
    static LastDumps of(MrtRecords records) throws IOException {
        Map<String, Integer> last = new HashMap<>();
        int number = 0;
        while (records.next()) {
            if (records.type() == MrtCodes.TABLE_DUMP_V2 && records.subtype() == MrtCodes.PEER_INDEX_TABLE) {
                last.put(view(records), number++);
            }
        }
        return new LastDumps(new HashSet<>(last.values()));
    }

    /** Of an index that is cut off the name is empty: whoever reads it says that it is malformed. */
    private static String view(MrtRecords records) {
        try {
            return records.body().toString(6, records.body().getUnsignedShort(4), StandardCharsets.ISO_8859_1);
        } catch (IndexOutOfBoundsException e) {
            return "";
        }
    }

    boolean counts(int number) {
        return numbers.contains(number);
    }

    /** True if none that counts is behind this one. */
    boolean isLast(int number) {
        return numbers.isEmpty() || number >= Collections.max(numbers);
    }
}
