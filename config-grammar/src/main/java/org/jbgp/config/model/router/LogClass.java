package org.jbgp.config.model.router;

/** BIRD's classes of log messages, least important first. */
public enum LogClass {
    DEBUG,
    TRACE,
    INFO,
    REMOTE,
    WARNING,
    ERROR,
    AUTH,
    FATAL,
    BUG
}
