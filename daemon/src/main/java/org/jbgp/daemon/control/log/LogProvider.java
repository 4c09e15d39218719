package org.jbgp.daemon.control.log;

import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.spi.ExtendedLogger;
import org.apache.logging.log4j.spi.LoggerContext;
import org.apache.logging.log4j.spi.LoggerContextFactory;
import org.apache.logging.log4j.spi.NoOpThreadContextMap;
import org.apache.logging.log4j.spi.Provider;

/** Has the log4j2 API log through {@link LogHub}. Found by {@link java.util.ServiceLoader}. Any thread. */
public final class LogProvider extends Provider {

    /** Above log4j-core's 10, should it be on the class path as well. */
    private static final int PRIORITY = 50;

    /** For the service loader. */
    public LogProvider() {
        super(PRIORITY, CURRENT_VERSION, Factory.class, NoOpThreadContextMap.class);
    }

    /** Made by the log4j2 API by its class. */
    public static final class Factory implements LoggerContextFactory {

        private final Context context = new Context();

        @Override
        public LoggerContext getContext(String fqcn, ClassLoader loader, Object external, boolean currentContext) {
            return context;
        }

        @Override
        public LoggerContext getContext(
                String fqcn, ClassLoader loader, Object external, boolean currentContext, URI location, String name) {
            return context;
        }

        @Override
        public void removeContext(LoggerContext removed) {
            // There is one, and it stays.
        }

        @Override
        public boolean isClassLoaderDependent() {
            return false;
        }
    }

    private static final class Context implements LoggerContext {

        private final ConcurrentMap<String, ExtendedLogger> loggers = new ConcurrentHashMap<>();

        @Override
        public Object getExternalContext() {
            return null;
        }

        @Override
        public ExtendedLogger getLogger(String name) {
            return loggers.computeIfAbsent(name, each -> new HubLogger(each, LogHub::here));
        }

        @Override
        public ExtendedLogger getLogger(String name, MessageFactory factory) {
            return getLogger(name);
        }

        @Override
        public boolean hasLogger(String name) {
            return loggers.containsKey(name);
        }

        @Override
        public boolean hasLogger(String name, MessageFactory factory) {
            return hasLogger(name);
        }

        @Override
        public boolean hasLogger(String name, Class<? extends MessageFactory> factory) {
            return hasLogger(name);
        }
    }
}
