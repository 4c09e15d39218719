package org.jbgp.config.source;

/**
 * A message to the user about a place in the configuration: an error, or a warning of what will be lost.
 *
 * @param position where
 * @param message one line in the user's words, without the position
 */
public record Problem(SourcePosition position, String message) {

    /** {@code file:line:column message}. */
    @Override
    public String toString() {
        return position + " " + message;
    }
}
