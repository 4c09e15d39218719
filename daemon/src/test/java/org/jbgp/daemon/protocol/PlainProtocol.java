package org.jbgp.daemon.protocol;

import java.util.EnumSet;
import java.util.Optional;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.model.ProtocolCommon;

/** What every protocol has, as it is in a file that says nothing of it. */
public final class PlainProtocol {
    private PlainProtocol() {}

    /** A protocol of this name that always runs. */
    public static ProtocolCommon named(String name) {
        return new ProtocolCommon(
                name,
                ProtocolCommon.Life.ALWAYS,
                EnumSet.noneOf(DebugFlag.class),
                EnumSet.noneOf(DebugFlag.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
