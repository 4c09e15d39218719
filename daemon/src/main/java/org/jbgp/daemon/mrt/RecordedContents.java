package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.policy.RouteSource;

/**
 * What a file of recorded routes holds, found by one reading: its neighbors, and which of its dumps count. One thread.
 */
public final class RecordedContents {
    private final Path file;
    private final LastDumps.Search search = new LastDumps.Search();
    /** The neighbors of each dump, in the order of the file. */
    private final List<List<RouteSource>> indexes = new ArrayList<>();
    /** Who sent a message, and the last dump that had routes by then: -1 for none. */
    private final Map<RecordedMessage.Speaker, Integer> speakers = new LinkedHashMap<>();

    private int dumped = -1;
    private LastDumps last;

    private RecordedContents(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws IOException also if it is no such file
     */
    public static RecordedContents of(Path file) throws IOException {
        RecordedContents made = new RecordedContents(file);
        try (MrtRecords records = MrtRecords.open(file)) {
            made.last = made.take(records);
        }
        return made;
    }

    Path file() {
        return file;
    }

    /** Where the file is cut, and what of it is taken; empty if it is whole. */
    public String cut() {
        return last.cut();
    }

    LastDumps last() {
        return last.again();
    }

    private LastDumps take(MrtRecords records) throws IOException {
        try {
            while (records.next()) {
                search.take(records);
                if (records.type() != MrtCodes.TABLE_DUMP_V2) {
                    RecordedMessage message = RecordedRoutes.message(records);
                    if (message != null) {
                        speakers.putIfAbsent(message.speaker(), dumped);
                    }
                } else if (records.subtype() == MrtCodes.PEER_INDEX_TABLE) {
                    indexes.add(index(records));
                } else if (!indexes.isEmpty() && !indexes.getLast().isEmpty()) {
                    dumped = search.number();
                }
            }
        } catch (CutShort e) {
            return search.cut(records, e);
        }
        return search.whole(records);
    }

    private static List<RouteSource> index(MrtRecords records) throws IOException {
        List<RouteSource> peers = new ArrayList<>();
        try {
            RecordedTable.read(records.body(), peers);
        } catch (IndexOutOfBoundsException e) {
            return peers; // whoever reads the routes counts it as malformed
        }
        return peers;
    }

    /** The neighbors whose routes it has: those of the dumps that count, and who speaks before them. */
    public List<RouteSource> peers() {
        Set<RouteSource> peers = new LinkedHashSet<>();
        int first = Integer.MAX_VALUE;
        for (int number = 0; number < indexes.size(); number++) {
            if (last.counts(number)) {
                peers.addAll(indexes.get(number));
                first = indexes.get(number).isEmpty() ? first : Math.min(first, number);
            }
        }
        int counting = first;
        speakers.forEach((speaker, dump) -> {
            // What neighbors say behind a dump goes on from its routes.
            if (dump < counting) {
                peers.add(RecordedTable.source(speaker.address(), speaker.as(), 0));
            }
        });
        return List.copyOf(peers);
    }
}
