package org.jbgp.config.filter.tree;

import org.jbgp.config.filter.value.FilterType;

/**
 * An attribute a route may have or not.
 *
 * @param label the name in the language
 * @param slot {@code space * 64 + code} of the canonical attribute blob: BGP path attributes by their code (0..63), the
 *     engine's own (64..127), custom attributes (128..191); BGP path attributes of code 64 and more are {@code 128 +
 *     code} (192..383)
 * @param bit for a bool that is one bit of a 32-bit attribute, else -1
 */
public record DynamicAttribute(String label, FilterType type, int slot, int bit) implements RouteAttribute {

    /** First slot of custom attributes. */
    public static final int CUSTOM = 128;

    /** How many custom attributes a configuration can have. */
    public static final int MAX_CUSTOM = 64;

    /** The BGP path attribute of this code, 1 to 255, as bytes. */
    public static DynamicAttribute ofBgp(String label, int code) {
        return new DynamicAttribute(label, FilterType.BYTESTRING, code < 64 ? code : 128 + code, -1);
    }

    /** Whether it exists in this configuration only. */
    public boolean isCustom() {
        return slot >= CUSTOM && slot < CUSTOM + MAX_CUSTOM;
    }

    @Override
    public boolean isReadOnly() {
        return type == FilterType.ENUM_EMPTY;
    }
}
