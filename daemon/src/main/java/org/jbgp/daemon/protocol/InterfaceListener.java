package org.jbgp.daemon.protocol;

/** Called by {@link DeviceProtocol}, on its thread, whenever interfaces or their addresses have changed. */
@FunctionalInterface
public interface InterfaceListener {
    /** The interfaces as they were and as they are. */
    void interfacesChanged(InterfaceTable before, InterfaceTable now);
}
