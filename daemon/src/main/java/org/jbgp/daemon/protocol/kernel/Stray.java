package org.jbgp.daemon.protocol.kernel;

import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.kernel.RouteMessage;

/** An own route that is not the one the model knows of its prefix: there with another metric. */
record Stray(long hi, long lo, int length, Forwarding forwarding) {
    static Stray of(RouteMessage route, Forwarding forwarding) {
        return new Stray(route.hi(), route.lo(), route.prefixLength(), forwarding);
    }
}
