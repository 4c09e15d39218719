package org.jbgp.config.model;

import java.util.Optional;

/**
 * The VRF a protocol works in: its sockets are bound to it, and it sees the interfaces of it only.
 *
 * @param device name of the VRF device, at most 15 bytes; empty: the default VRF, which has the interfaces that are in
 *     no other one
 */
public record Vrf(Optional<String> device) {
    /** The one without a device. */
    public static final Vrf DEFAULT = new Vrf(Optional.empty());

    /** The one of a device. */
    public static Vrf of(String device) {
        return new Vrf(Optional.of(device));
    }

    /** As BIRD shows it: the device, or {@code default}. */
    @Override
    public String toString() {
        return device.orElse("default");
    }
}
