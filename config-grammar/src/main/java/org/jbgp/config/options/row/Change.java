package org.jbgp.config.options.row;

import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * How a change of one option is seen in two finished configurations, and what it asks for. Part of the option's row.
 *
 * @param kind whether there is anything to see
 * @param other for {@link Kind#ALIAS} the option under whose name the change is seen, else empty
 * @param effect what the change asks for; null if there is nothing to see
 * @param differs true of two configurations of one class if the option's value differs between them
 */
public record Change(Kind kind, String other, Effect effect, BiPredicate<Object, Object> differs) {
    /** Whether there is anything to see. */
    public enum Kind {
        /** The option has a value of its own in the finished configuration. */
        VALUE,
        /** The option writes the value of another one. */
        ALIAS,
        /** The option is read and checked, and changes nothing. */
        NOTHING,
        /** The row stands outside of protocols, or in the block of another option, which sees the change. */
        ELSEWHERE
    }

    /** Of an option that is read and changes nothing. */
    public static final Change NOTHING = new Change(Kind.NOTHING, "", null, (former, next) -> false);

    /** Of a row outside of protocols and channels, or in the block of another option. */
    public static final Change ELSEWHERE = new Change(Kind.ELSEWHERE, "", null, (former, next) -> false);

    /**
     * @param holder the configuration of the protocol or channel
     * @param value the option's value in it
     */
    public static <C> Change of(Class<C> holder, Effect effect, Function<C, ?> value) {
        return new Change(
                Kind.VALUE,
                "",
                effect,
                (former, next) -> !Objects.equals(value.apply(holder.cast(former)), value.apply(holder.cast(next))));
    }

    /**
     * @param holder the configuration of the protocol or channel
     * @param differs true if the option's value differs between two of them
     */
    public static <C> Change between(Class<C> holder, Effect effect, BiPredicate<C, C> differs) {
        return new Change(
                Kind.VALUE, "", effect, (former, next) -> differs.test(holder.cast(former), holder.cast(next)));
    }

    /** Of an option that writes the value of another one of the same protocol or its channels. */
    public static Change alias(String other) {
        return new Change(Kind.ALIAS, other, null, (former, next) -> false);
    }
}
