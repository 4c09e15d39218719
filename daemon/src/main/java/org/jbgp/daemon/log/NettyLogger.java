package org.jbgp.daemon.log;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.jbgp.config.model.LogClass;

/** Netty's messages in the daemon's log. Its details at DEBUG and below are not for an operator who debugs BGP. */
public final class NettyLogger extends AbstractInternalLogger {
    private static final long serialVersionUID = 1L;

    /** At its start netty looks for addresses and hardware it does not need here, and warns where a namespace has none. */
    private static final String START = "io.netty.util.";

    private final boolean errorsOnly;

    private NettyLogger(String name) {
        super(name);
        this.errorsOnly = name.startsWith(START);
    }

    /** To be called before netty is first used: it would look for other loggers. */
    public static void install() {
        InternalLoggerFactory.setDefaultFactory(new Factory());
    }

    private static final class Factory extends InternalLoggerFactory {
        @Override
        protected InternalLogger newInstance(String name) {
            return new NettyLogger(name);
        }
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String message) {
        // Not for operators.
    }

    @Override
    public void trace(String message, Object a) {
        // Not for operators.
    }

    @Override
    public void trace(String message, Object a, Object b) {
        // Not for operators.
    }

    @Override
    public void trace(String message, Object... arguments) {
        // Not for operators.
    }

    @Override
    public void trace(String message, Throwable thrown) {
        // Not for operators.
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String message) {
        // Not for operators.
    }

    @Override
    public void debug(String message, Object a) {
        // Not for operators.
    }

    @Override
    public void debug(String message, Object a, Object b) {
        // Not for operators.
    }

    @Override
    public void debug(String message, Object... arguments) {
        // Not for operators.
    }

    @Override
    public void debug(String message, Throwable thrown) {
        // Not for operators.
    }

    @Override
    public boolean isInfoEnabled() {
        return !errorsOnly && Logger.get().wants(LogClass.INFO);
    }

    @Override
    public void info(String message) {
        if (!errorsOnly) {
            Logger.get().info(message);
        }
    }

    @Override
    public void info(String message, Object a) {
        if (!errorsOnly) {
            Logger.get().info(message, a);
        }
    }

    @Override
    public void info(String message, Object a, Object b) {
        if (!errorsOnly) {
            Logger.get().info(message, a, b);
        }
    }

    @Override
    public void info(String message, Object... arguments) {
        if (!errorsOnly) {
            Logger.get().info(message, arguments);
        }
    }

    @Override
    public void info(String message, Throwable thrown) {
        if (!errorsOnly) {
            Logger.get().info(message, thrown);
        }
    }

    @Override
    public boolean isWarnEnabled() {
        return !errorsOnly && Logger.get().wants(LogClass.WARNING);
    }

    @Override
    public void warn(String message) {
        if (!errorsOnly) {
            Logger.get().warn(message);
        }
    }

    @Override
    public void warn(String message, Object a) {
        if (!errorsOnly) {
            Logger.get().warn(message, a);
        }
    }

    @Override
    public void warn(String message, Object a, Object b) {
        if (!errorsOnly) {
            Logger.get().warn(message, a, b);
        }
    }

    @Override
    public void warn(String message, Object... arguments) {
        if (!errorsOnly) {
            Logger.get().warn(message, arguments);
        }
    }

    @Override
    public void warn(String message, Throwable thrown) {
        if (!errorsOnly) {
            Logger.get().warn(message, thrown);
        }
    }

    @Override
    public boolean isErrorEnabled() {
        return Logger.get().wants(LogClass.ERROR);
    }

    @Override
    public void error(String message) {
        Logger.get().error(message);
    }

    @Override
    public void error(String message, Object a) {
        Logger.get().error(message, a);
    }

    @Override
    public void error(String message, Object a, Object b) {
        Logger.get().error(message, a, b);
    }

    @Override
    public void error(String message, Object... arguments) {
        Logger.get().error(message, arguments);
    }

    @Override
    public void error(String message, Throwable thrown) {
        Logger.get().error(message, thrown);
    }
}
