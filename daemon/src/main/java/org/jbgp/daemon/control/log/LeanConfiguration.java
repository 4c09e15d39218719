package org.jbgp.daemon.control.log;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationSource;

/**
 * A log4j2 configuration of one appender and one level. It skips what makes log4j2 slow to start: no file is looked for,
 * no plugin is collected, nothing is interpolated.
 */
final class LeanConfiguration extends AbstractConfiguration {

    private final SinkAppender appender;
    private final Level threshold;

    LeanConfiguration(LoggerContext context, SinkAppender appender, Level threshold) {
        super(context, ConfigurationSource.NULL_SOURCE);
        this.appender = appender;
        this.threshold = threshold;
    }

    @Override
    public void initialize() {
        addAppender(appender);
        getRootLogger().addAppender(appender, null, null);
        getRootLogger().setLevel(threshold);
        setState(State.INITIALIZED);
    }
}
