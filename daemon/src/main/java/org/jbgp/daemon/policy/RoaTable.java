package org.jbgp.daemon.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.filter.value.Net;

/** Route origin authorisations of one table, by prefix. Immutable; any thread. */
public final class RoaTable {

    /** RFC 6811 §2, with BIRD's numbers. */
    public static final int UNKNOWN = 0;

    public static final int VALID = 1;
    public static final int INVALID = 2;

    private final Map<Prefix, Set<Authorisation>> authorisations = new HashMap<>();
    /** Bit n: some authorisation has a prefix of length n; one set of three words for each family. */
    private final long[] lengths4 = new long[3];

    private final long[] lengths6 = new long[3];

    private record Prefix(boolean ip4, long hi, long lo, int length) {}

    private record Authorisation(int maxLength, long asn) {}

    /** A table of those ROAs. */
    public RoaTable(Iterable<Net> roas) {
        for (Net roa : roas) {
            authorisations
                    .computeIfAbsent(
                            new Prefix(roa.isIp4(), roa.hi(), roa.lo(), roa.length()), prefix -> new HashSet<>())
                    .add(new Authorisation(roa.maxLength(), roa.asn()));
            long[] lengths = roa.isIp4() ? lengths4 : lengths6;
            lengths[roa.length() >>> 6] |= 1L << roa.length();
        }
    }

    /**
     * Validity of a prefix (arguments as in {@link Net}) announced by an AS; AS 0 is never authorised (RFC 6483 §4).
     */
    public int check(boolean ip4, long hi, long lo, int length, long asn) {
        long[] lengths = ip4 ? lengths4 : lengths6;
        boolean covered = false;
        for (int covering = length; covering >= 0; covering--) {
            if ((lengths[covering >>> 6] >>> covering & 1) == 0) {
                continue;
            }
            long keyHi = ip4 ? 0 : hi & Net.maskHi(covering);
            long keyLo = lo & (ip4 ? Net.mask4(covering) : Net.maskLo(covering));
            for (Authorisation roa : authorisations.getOrDefault(new Prefix(ip4, keyHi, keyLo, covering), Set.of())) {
                covered = true;
                if (asn != 0 && roa.asn == asn && roa.maxLength >= length) {
                    return VALID;
                }
            }
        }
        return covered ? INVALID : UNKNOWN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoaTable that && authorisations.equals(that.authorisations);
    }

    @Override
    public int hashCode() {
        return authorisations.hashCode();
    }
}
