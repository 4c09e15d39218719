package org.jbgp.config.base;

import java.util.Optional;

/**
 * The tables that next hops are looked up in ({@code igp table}), one for each family of next hops.
 *
 * @param ipv4 name of the table for IPv4 next hops, empty for the default
 * @param ipv6 likewise for IPv6 next hops
 */
public record IgpTables(Optional<String> ipv4, Optional<String> ipv6) {
    /** None is given. */
    public static final IgpTables NONE = new IgpTables(Optional.empty(), Optional.empty());

    /** The one for next hops of a family. */
    public Optional<String> of(IpFamily family) {
        return family == IpFamily.IPV4 ? ipv4 : ipv6;
    }

    /** The same with this table for next hops of its family. */
    public IgpTables with(TableConfig table) {
        Optional<String> name = Optional.of(table.name());
        return table.family() == IpFamily.IPV4 ? new IgpTables(name, ipv6) : new IgpTables(ipv4, name);
    }
}
