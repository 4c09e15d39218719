package org.jbgp.config.filter.tree;

/** The methods of values. Which types have which is decided by {@code MethodTable}. */
public enum Method {
    LEN,
    IP,
    TYPE,
    MAXLEN,
    ASN,
    DATA,
    DATA1,
    DATA2,
    IS_V4,
    MASK,
    FIRST,
    LAST,
    LAST_NONAGGREGATED,
    EMPTY,
    MIN,
    MAX,
    BANDWIDTH,
    PREPEND,
    APPEND,
    ADD,
    DELETE,
    FILTER;

    /** As written in a filter. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
