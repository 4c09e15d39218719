package org.jbgp.config.filter.tree;

import org.jbgp.config.filter.value.FilterType;

/** Attributes every route has. */
public enum StaticAttribute implements RouteAttribute {
    NET("net", FilterType.PREFIX, true),
    PROTO("proto", FilterType.STRING, true),
    SOURCE("source", FilterType.ENUM_RTS, true),
    FROM("from", FilterType.IP, false),
    GW("gw", FilterType.IP, false),
    IFNAME("ifname", FilterType.STRING, false),
    IFINDEX("ifindex", FilterType.INT, true),
    DEST("dest", FilterType.ENUM_RTD, false),
    SCOPE("scope", FilterType.ENUM_SCOPE, false),
    PREFERENCE("preference", FilterType.INT, false),
    WEIGHT("weight", FilterType.INT, false),
    ONLINK("onlink", FilterType.BOOL, false);

    private final String label;
    private final FilterType type;
    private final boolean readOnly;

    StaticAttribute(String label, FilterType type, boolean readOnly) {
        this.label = label;
        this.type = type;
        this.readOnly = readOnly;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public FilterType type() {
        return type;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }
}
