package org.jbgp.kernel;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A next hop object of the kernel ({@code ip nexthop}, Linux 5.3): a next hop that many routes share by its id. It ends
 * with its interface, and when it ends its routes end with it.
 *
 * @param id its number, unsigned; a namespace has one space of them for all families
 * @param protocol RTPROT_* of who made it
 * @param family of the gateway; null for a group
 * @param nextHop gateway and interface; null for what is not a plain next hop, such as a group, a blackhole or a tunnel
 * @param members of a group, else empty
 */
public record NextHopObject(int id, int protocol, Family family, KernelNextHop nextHop, List<Member> members) {
    /**
     * An object in a group.
     *
     * @param weight 1 to 256
     */
    public record Member(int id, int weight) {}

    /** No part of it but the family and the next hop may be missing. */
    public NextHopObject {
        requireNonNull(members, "members");
    }

    /** One that is no group. */
    public NextHopObject(int id, int protocol, Family family, KernelNextHop nextHop) {
        this(id, protocol, family, nextHop, List.of());
    }

    /** A group. */
    public static NextHopObject group(int id, int protocol, List<Member> members) {
        return new NextHopObject(id, protocol, null, null, List.copyOf(members));
    }
}
