package org.jbgp.daemon.wire;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A row of {@code rfc7606.csv}: an UPDATE, and what must become of it by which clause.
 *
 * @param clause where the verdict is written
 * @param what names the case
 * @param update as {@link UpdateText} reads it
 * @param verdicts by neighbor: {@code ok}, {@code discard}, {@code withdraw}, {@code disable FAMILY}, {@code reset
 *     CODE.SUBCODE}; none where the row says nothing about such a neighbor
 */
public record ErrorRow(String clause, String what, String update, Map<Neighbor, String> verdicts) {
    private static final String GLOBAL = "20010db8000000000000000000000001";
    private static final int VERDICTS = 3;

    /** Whom the UPDATE comes from. */
    public enum Neighbor {
        /** AS 65001, four-byte AS numbers. */
        EBGP(PeerSort.EXTERNAL, true, "02", "400206" + "02010000fde9"),
        /** Our own AS. */
        IBGP(PeerSort.INTERNAL, true, "02", "400206" + "02010000fde9"),
        /** AS 65001, another member of our confederation. */
        CONFED(PeerSort.CONFEDERATION, true, "03", "400206" + "03010000fde9"),
        /** AS 65001, two-byte AS numbers. */
        OLD(PeerSort.EXTERNAL, false, "02", "400204" + "0201fde9");

        private final PeerSort sort;
        private final boolean as4;
        private final String segment;
        private final String asPath;

        Neighbor(PeerSort sort, boolean as4, String segment, String asPath) {
            this.sort = sort;
            this.as4 = as4;
            this.segment = segment;
            this.asPath = asPath;
        }

        private Map<String, String> abbreviations() {
            String path = asPath.substring(4);
            String aggregator = (as4 ? "080000" : "06") + "fde9c0000201";
            Map<String, String> abbreviations = new HashMap<>();
            abbreviations.put("O", "40010100");
            abbreviations.put("P", asPath);
            abbreviations.put("N", "400304c0000201");
            abbreviations.put("R", "800e17" + "000201" + "10" + GLOBAL + "00" + "0820");
            abbreviations.put("S", segment);
            abbreviations.put("path", path);
            abbreviations.put("xpath", "00" + path);
            abbreviations.put("agg", aggregator);
            abbreviations.put("xagg", "00" + aggregator);
            abbreviations.put("G", GLOBAL);
            abbreviations.put("LL", "fe800000000000000000000000000001");
            return abbreviations;
        }

        public PeerSort sort() {
            return sort;
        }

        /** Whether its AS numbers have four bytes. */
        public boolean as4() {
            return as4;
        }

        /** The body of an UPDATE of the table as this neighbor writes it. */
        public byte[] body(String update) {
            return UpdateText.body(update, abbreviations());
        }
    }

    /** All rows. */
    public static Stream<ErrorRow> all() {
        return Vectors.of("rfc7606.csv").map(ErrorRow::of);
    }

    private static ErrorRow of(List<String> columns) {
        Map<Neighbor, String> verdicts = new EnumMap<>(Neighbor.class);
        int column = VERDICTS;
        for (Neighbor neighbor : Neighbor.values()) {
            String verdict = columns.get(column);
            if (!verdict.equals("-")) {
                verdicts.put(neighbor, verdict);
            }
            column += columns.size() == VERDICTS + 1 ? 0 : 1;
        }
        return new ErrorRow(columns.get(0), columns.get(1), columns.get(2), verdicts);
    }

    /** The UPDATE's body as this neighbor would send it. */
    public byte[] body(Neighbor neighbor) {
        return neighbor.body(update);
    }

    @Override
    public String toString() {
        return clause + ": " + what;
    }
}
