package org.jbgp.kernel;

/**
 * A next hop object of the kernel ({@code ip nexthop}, Linux 5.3): a next hop that many routes share by its id. It ends
 * with its interface, and when it ends its routes end with it.
 *
 * @param id its number, unsigned; a namespace has one space of them for all families
 * @param protocol RTPROT_* of who made it
 * @param family of the gateway
 * @param nextHop gateway and interface; null for what is not a plain next hop, such as a group, a blackhole or a tunnel
 */
public record NextHopObject(int id, int protocol, Family family, KernelNextHop nextHop) {}
