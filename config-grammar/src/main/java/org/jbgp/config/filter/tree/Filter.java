package org.jbgp.config.filter.tree;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.source.SourcePosition;

/**
 * A checked filter: a named one, one written in place, a {@code where} condition, or the block of a static route.
 * Immutable. Filters are equal if they do the same, wherever they stand in the file; a reload that only moves or
 * renames a filter finds nothing changed.
 */
public final class Filter {

    private final String name;
    private final SourcePosition position;
    private final int frameSize;
    private final Statement body;
    private volatile Fingerprint.Result fingerprint;

    public Filter(String name, SourcePosition position, int frameSize, Statement body) {
        this.name = Objects.requireNonNull(name);
        this.position = Objects.requireNonNull(position);
        this.frameSize = frameSize;
        this.body = Objects.requireNonNull(body);
    }

    /**
     * Rejects what lies outside of a prefix, and leaves the rest to a filter.
     *
     * @param position where the prefix stands
     * @param inner null to accept the rest
     */
    public static Filter within(SourcePosition position, IpPrefix prefix, Filter inner) {
        Net.Kind kind = prefix.family() == IpFamily.IPV4 ? Net.Kind.IP4 : Net.Kind.IP6;
        IpAddress address = prefix.address();
        Expression inside = new Expression.Binary(
                position,
                Expression.BinaryOperator.MATCH,
                new Expression.Attribute(position, StaticAttribute.NET),
                new Expression.Constant(
                        position, new Net(kind, address.hi(), address.lo(), prefix.length(), prefix.length(), 0)));
        Statement body = new Statement.If(
                position,
                inside,
                inner == null ? new Statement.Finish(position, Statement.Verdict.ACCEPT, List.of()) : inner.body,
                new Statement.Finish(position, Statement.Verdict.REJECT, List.of()));
        return new Filter(
                inner == null ? "(unnamed)" : inner.name, position, inner == null ? 0 : inner.frameSize, body);
    }

    /** The name, or a made-up one for a filter written in place. */
    public String name() {
        return name;
    }

    /** Where it begins. */
    public SourcePosition position() {
        return position;
    }

    /** Number of variables. */
    public int frameSize() {
        return frameSize;
    }

    /** What it does. */
    public Statement body() {
        return body;
    }

    /** Names of the ROA and ASPA tables it asks: when one of them changes, its verdicts may. */
    public Set<String> validityTables() {
        return fingerprint().validityTables();
    }

    /** True if it may set {@code dest}, and so make a blackhole of a route. */
    public boolean setsDestination() {
        return fingerprint().setsDestination();
    }

    /** True if it may set or unset an attribute: what it accepts is not always what it was given. */
    public boolean changesRoutes() {
        return fingerprint().changesRoutes();
    }

    /** Whether the other is not only equal, but has the same tree, which also stands in the same place. */
    @SuppressWarnings("ReferenceEquality") // equal trees may stand in different places
    public boolean isSame(Filter other) {
        return other.body == body;
    }

    private Fingerprint.Result fingerprint() {
        Fingerprint.Result known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(this);
            fingerprint = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof Filter that
                        && fingerprint().digest().equals(that.fingerprint().digest()));
    }

    @Override
    public int hashCode() {
        return fingerprint().digest().hashCode();
    }

    @Override
    public String toString() {
        return "filter " + name;
    }
}
