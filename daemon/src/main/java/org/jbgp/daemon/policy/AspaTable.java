package org.jbgp.daemon.policy;

import org.jbgp.config.filter.value.AsPaths;

/**
 * Provider authorisations of one table, and the verification of paths with them (draft-ietf-sidrops-aspa-verification).
 * Any thread.
 */
public final class AspaTable {

    /** States with BIRD's numbers. */
    public static final int UNKNOWN = 0;

    public static final int VALID = 1;
    public static final int INVALID = 2;

    private final Providers providers;

    /** Who has named whom. Any thread. */
    public interface Providers {
        /** Whether the customer has named its providers. */
        boolean attested(int customer);

        /** Whether the customer has named this provider. */
        boolean provider(int customer, int provider);
    }

    /** What a customer says of an alleged provider. */
    private enum Hop {
        PROVIDER,
        NOT_PROVIDER,
        NO_ATTESTATION
    }

    /** Two tables are equal if they ask the same ones. */
    public AspaTable(Providers providers) {
        this.providers = providers;
    }

    /**
     * Verifies a canonical AS_PATH (4-byte AS numbers).
     *
     * @param upstream true if the path was received from a customer or a lateral peer, false from a provider
     */
    public int check(byte[] path, boolean upstream) {
        if (path.length == 0 || !isSequence(path)) {
            return INVALID;
        }
        long[] hops = collapsed(path);
        int last = hops.length - 1;
        // The ramps are counted in hops from the origin up and from the receiver's side up: as far as surely true, as
        // far as possible.
        int possibleUp = ramp(hops, true, false);
        int sureUp = ramp(hops, true, true);
        if (upstream) {
            return state(possibleUp >= last, sureUp >= last);
        }
        int possibleDown = ramp(hops, false, false);
        int sureDown = ramp(hops, false, true);
        // Both ramps may end at two ASes beside each other: lateral peers at the top.
        return state(possibleUp + possibleDown >= last - 1, sureUp + sureDown >= last - 1);
    }

    private static int state(boolean possible, boolean sure) {
        if (!possible) {
            return INVALID;
        }
        return sure ? VALID : UNKNOWN;
    }

    private static boolean isSequence(byte[] path) {
        for (int at = 0; at < path.length; at += 2 + 4 * (path[at + 1] & 0xFF)) {
            if (path[at] != AsPaths.AS_SEQUENCE) {
                return false;
            }
        }
        return true;
    }

    /** The ASes from the origin on, repetitions left out. */
    private static long[] collapsed(byte[] path) {
        int count = AsPaths.count(path, 0, path.length);
        long[] hops = new long[count];
        int size = 0;
        for (int i = count - 1; i >= 0; i--) {
            long asn = AsPaths.get(path, 0, path.length, i);
            if (size == 0 || hops[size - 1] != asn) {
                hops[size++] = asn;
            }
        }
        return java.util.Arrays.copyOf(hops, size);
    }

    /** How many hops in a row, from one end, go from a customer to its provider. */
    private int ramp(long[] hops, boolean fromOrigin, boolean sure) {
        int length = 0;
        while (length < hops.length - 1) {
            int at = fromOrigin ? length : hops.length - 1 - length;
            Hop hop = hop(hops[at], hops[fromOrigin ? at + 1 : at - 1]);
            if (hop == Hop.NOT_PROVIDER || (sure && hop == Hop.NO_ATTESTATION)) {
                break;
            }
            length++;
        }
        return length;
    }

    /** The hops of a path that are no way up to a provider, as customers have said; empty if there are none. */
    public String evidence(byte[] path) {
        if (path.length == 0 || !isSequence(path)) {
            return "the path is empty or has a set";
        }
        long[] hops = collapsed(path);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < hops.length; i++) {
            refusal(text, hops[i], hops[i + 1]);
            refusal(text, hops[i + 1], hops[i]);
        }
        return text.toString();
    }

    private void refusal(StringBuilder text, long customer, long provider) {
        if (hop(customer, provider) == Hop.NOT_PROVIDER) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("AS")
                    .append(customer)
                    .append(" does not name AS")
                    .append(provider)
                    .append(" as its provider");
        }
    }

    private Hop hop(long customer, long provider) {
        if (!providers.attested((int) customer)) {
            return Hop.NO_ATTESTATION;
        }
        return providers.provider((int) customer, (int) provider) ? Hop.PROVIDER : Hop.NOT_PROVIDER;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AspaTable that && providers.equals(that.providers);
    }

    @Override
    public int hashCode() {
        return providers.hashCode();
    }
}
