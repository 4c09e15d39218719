package org.jbgp.daemon.protocol;

/** Called by {@link DeviceProtocol}, on its thread, whenever interfaces or their addresses have changed. */
@FunctionalInterface
public interface InterfaceListener {
    /** What has changed, at least one interface. */
    void interfacesChanged(InterfaceChanges changes);
}
