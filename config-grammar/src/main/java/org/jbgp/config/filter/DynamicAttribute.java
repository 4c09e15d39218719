package org.jbgp.config.filter;

import org.jbgp.config.filter.value.FilterType;

/**
 * An attribute a route may have or not.
 *
 * @param label the name in the language
 * @param slot {@code space * 64 + code} of the canonical attribute blob: BGP path attributes by their code (0..63), the engine's own
 *     (64..127), custom attributes (128..191)
 * @param bit for a bool that is one bit of a 32-bit attribute, else -1
 */
public record DynamicAttribute(String label, FilterType type, int slot, int bit) implements RouteAttribute {

    /** First slot of custom attributes. */
    public static final int CUSTOM = 128;

    /** How many custom attributes a configuration can have. */
    public static final int MAX_CUSTOM = 64;

    @Override
    public boolean isReadOnly() {
        return type == FilterType.ENUM_EMPTY;
    }
}
