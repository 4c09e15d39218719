package org.jbgp.daemon.control.layout;

/** Whose layouts the control socket speaks. */
public enum ControlStyle {
    /** BIRD 2.x, as 2.0.12 prints. */
    BIRD_2,
    /** BIRD 1.6, as 1.6.8 and the version in Calico's node print. */
    BIRD_1_6
}
