package org.jbgp.config.filter.value;

/** The absence of a value: an attribute the route does not have, a variable never set. */
public enum Undefined implements Value {
    VOID;

    @Override
    public FilterType type() {
        return FilterType.VOID;
    }

    @Override
    public boolean isDefined() {
        return false;
    }

    /** What an unset variable or absent attribute of a type reads as: lists read as empty, all else as undefined. */
    public static Value of(FilterType type) {
        return switch (type) {
            case PATH -> WireBytes.NO_PATH;
            case CLIST -> WireBytes.NO_CLIST;
            case ECLIST -> WireBytes.NO_ECLIST;
            case LCLIST -> WireBytes.NO_LCLIST;
            default -> VOID;
        };
    }
}
