package org.jbgp.daemon.http;

/**
 * The text of an answer that is made while it is sent: each part when the client has taken the one before, and between
 * two parts others are served. The HTTP thread.
 */
public interface HttpParts extends AutoCloseable {

    /**
     * Appends the next part, which may be nothing yet; takes some milliseconds at most.
     *
     * @return true when there is more
     */
    boolean next(StringBuilder out);

    /** The answer has gone out, or never will. */
    @Override
    void close();
}
