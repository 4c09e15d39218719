package org.jbgp.config.model.bgp;

import java.util.Optional;
import org.jbgp.config.base.IpAddress;

/**
 * Our end of a BGP session.
 *
 * @param address local address to use ({@code local A}, {@code source address A}); empty: the system's choice
 * @param port local TCP port to listen on, 179 unless set
 * @param asn our AS number, 1 to 4294967295
 */
public record BgpLocal(Optional<IpAddress> address, int port, long asn) {}
