package org.jbgp.daemon.policy;

import java.util.Set;

/**
 * ROA and ASPA tables as filters ask them. Called on shard threads while a filter runs: implementations answer from a
 * snapshot. States as BIRD's enumerations: 0 unknown, 1 valid, 2 invalid.
 */
public interface ValidityTables {

    /** Answer for a table that does not exist. */
    int NO_TABLE = -1;

    /** A router without such tables. */
    ValidityTables NONE = new ValidityTables() {
        @Override
        public int originValidity(String table, boolean ip4, long hi, long lo, int length, long asn) {
            return NO_TABLE;
        }

        @Override
        public int pathValidity(String table, byte[] path, boolean upstream) {
            return NO_TABLE;
        }
    };

    /** Validity of a prefix and its origin AS (RFC 6811), or {@link #NO_TABLE}. */
    int originValidity(String table, boolean ip4, long hi, long lo, int length, long asn);

    /** Validity of a canonical AS_PATH (ASPA), or {@link #NO_TABLE}. */
    int pathValidity(String table, byte[] path, boolean upstream);

    /**
     * What {@link #originValidity} found, in words for people; empty if it found nothing. Not while routes are on their
     * way.
     */
    default String originEvidence(String table, boolean ip4, long hi, long lo, int length, long asn) {
        return "";
    }

    /**
     * What {@link #pathValidity} found, in words for people; empty if it found nothing. Not while routes are on their
     * way.
     */
    default String pathEvidence(String table, byte[] path) {
        return "";
    }

    /** Just the tables of these names, so that filters that ask no others compare equal whatever the rest holds. */
    default ValidityTables only(Set<String> names) {
        return names.isEmpty() ? NONE : this;
    }
}
